package org.luaj.vm2.compiler;

import java.io.InputStream;
import java.util.BitSet;
import org.llmspell.lua.lib.Budget;
import org.llmspell.lua.lib.ChunkNames;
import org.luaj.vm2.Lua;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.compiler.Lua54Operators.Binary;

/**
 * The parser of LuaJ with what Lua 5.3 and 5.4 added to the language: the operators {@code // & | ~
 * << >>}, {@code <const>}, and the escape <code>\\u{XXX}</code>.
 *
 * <p>The byte code has no instruction for the operators. They become calls of a function that
 * stands among the constants, so no variable of a script can hide it.
 */
final class Lua54Parser extends LexState {
  private static final int TK_IDIV = 300;
  private static final int TK_SHL = 301;
  private static final int TK_SHR = 302;

  private static final int UNARY = 12;

  /** The left and right priority of the operators of the byte code, by their number. */
  private static final int[][] PRIORITY = {
    {10, 10}, {10, 10}, {11, 11}, {11, 11}, {11, 11}, {14, 13}, {9, 8}, {3, 3}, {3, 3}, {3, 3},
    {3, 3}, {3, 3}, {3, 3}, {2, 2}, {1, 1},
  };

  /** Which of the active variables, by their place in {@code dyd.actvar}, are constants. */
  private final BitSet constants = new BitSet();

  private final Budget budget;
  private int tokens;

  Lua54Parser(LuaC.CompileState state, InputStream text, Budget budget) {
    super(state, text);
    this.budget = budget;
  }

  @Override
  int llex(SemInfo info) {
    if ((++tokens & 0xFF) == 0) {
      budget.step(1_024); // a token costs about as much as four instructions
    }
    int token = super.llex(info);
    if (token == '/' && current == '/') {
      nextChar();
      return TK_IDIV;
    }
    if (token == '<' && current == '<') {
      nextChar();
      return TK_SHL;
    }
    if (token == '>' && current == '>') {
      nextChar();
      return TK_SHR;
    }
    return token;
  }

  @Override
  String token2str(int token) {
    return switch (token) {
      case TK_IDIV -> "//";
      case TK_SHL -> "<<";
      case TK_SHR -> ">>";
      default -> super.token2str(token);
    };
  }

  /** As Lua words it, with the token where the parser stopped. */
  @Override
  void lexerror(String message, int token) {
    String near = token == 0 ? "" : " near " + quoted(token);
    String name = ChunkNames.shown(source.tojstring());
    throw new LuaError(LuaString.valueOf(name + ":" + linenumber + ": " + message + near));
  }

  private String quoted(int token) {
    if (token == TK_EOS) {
      return "<eof>";
    }
    String text = txtToken(token);
    int end = text.indexOf('\0');
    return "'" + (end < 0 ? text : text.substring(0, end)) + "'";
  }

  private static Binary extra(int token) {
    return switch (token) {
      case TK_IDIV -> Binary.IDIV;
      case '&' -> Binary.AND;
      case '|' -> Binary.OR;
      case '~' -> Binary.XOR;
      case TK_SHL -> Binary.SHL;
      case TK_SHR -> Binary.SHR;
      default -> Binary.NONE;
    };
  }

  private int left(int token) {
    Binary extra = extra(token);
    int operator = getbinopr(token);
    return extra != Binary.NONE
        ? extra.priority()
        : operator == OPR_NOBINOPR ? 0 : PRIORITY[operator][0];
  }

  /**
   * Reads an expression whose operators all bind tighter than a limit. What it gives back says
   * nothing here: the token that follows tells all.
   */
  @Override
  int subexpr(expdesc value, int limit) {
    enterlevel();
    int line = linenumber;
    int unary = getunopr(t.token);
    if (unary != OPR_NOUNOPR) {
      next();
      subexpr(value, UNARY);
      fs.prefix(unary, value, line);
    } else if (t.token == '~') {
      next();
      subexpr(value, UNARY);
      prepare(value, Lua54Operators.NOT);
      finish(value, 2, line);
    } else {
      simpleexp(value);
    }
    for (int token = t.token; left(token) > limit; token = t.token) {
      binary(value, token);
    }
    leavelevel();
    return OPR_NOBINOPR;
  }

  private void binary(expdesc value, int token) {
    int line = linenumber;
    Binary extra = extra(token);
    int operator = getbinopr(token);
    var second = new expdesc();
    next();
    if (extra == Binary.NONE) {
      fs.infix(operator, value);
      subexpr(second, PRIORITY[operator][1]);
      fs.posfix(operator, value, second, line);
      return;
    }
    prepare(value, extra);
    subexpr(second, extra.priority());
    fs.exp2nextreg(second);
    finish(value, 3, line);
  }

  /** Puts a function into the next register, and behind it the operand that was just read. */
  private void prepare(expdesc value, LuaValue function) {
    int constant = fs.addk(function);
    fs.dischargevars(value);
    if (canBePlacedLater(value)) {
      fs.codeABx(Lua.OP_LOADK, fs.freereg, constant);
      fs.reserveregs(1);
      fs.exp2nextreg(value);
      return;
    }
    fs.exp2nextreg(value);
    int base = value.u.info;
    fs.codeABC(Lua.OP_MOVE, base + 1, base, 0);
    fs.codeABx(Lua.OP_LOADK, base, constant);
    fs.reserveregs(1);
    value.u.info = base + 1;
  }

  /** Whether code may come between what is there of the operand and its move to a register. */
  private boolean canBePlacedLater(expdesc value) {
    if (value.hasjumps()) {
      return false;
    }
    return switch (value.k) {
      case VJMP -> false;
      case VNONRELOC -> value.u.info < fs.nactvar;
      default -> true;
    };
  }

  /** Calls the function of {@link #prepare}; the result is one value. */
  private void finish(expdesc value, int size, int line) {
    int base = value.u.info - 1;
    fs.codeABC(Lua.OP_CALL, base, size, 2);
    fs.fixline(line);
    fs.freereg = (short) (base + 1);
    value.init(VNONRELOC, base);
  }

  @Override
  void localstat() {
    int count = 0;
    int firstNew = dyd.n_actvar;
    do {
      LuaString name = str_checkname();
      new_localvar(name);
      constants.set(firstNew + count, attribute(name));
      count++;
    } while (testnext(','));
    var value = new expdesc();
    int values = 0;
    if (testnext('=')) {
      values = explist(value);
    } else {
      value.k = VVOID;
    }
    adjust_assign(count, values, value);
    adjustlocalvars(count);
  }

  /** Reads what may stand behind a variable in angle brackets; whether it makes a constant. */
  private boolean attribute(LuaString variable) {
    if (!testnext('<')) {
      return false;
    }
    String attribute = str_checkname().tojstring();
    checknext('>');
    if (attribute.equals("close")) {
      semerror(
          "variable '%s': the attribute <close> is not available; call the function that closes it yourself"
              .formatted(variable.tojstring()));
    }
    if (!attribute.equals("const")) {
      semerror("unknown attribute '%s'".formatted(attribute));
    }
    return true;
  }

  @Override
  void semerror(String message) {
    lexerror(message, 0);
  }

  @Override
  void syntaxerror(String message) {
    super.syntaxerror(message.startsWith("unexpected symbol") ? "unexpected symbol" : message);
  }

  @Override
  void undefgoto(Labeldesc jump) {
    if (jump.name.tojstring().equals("break")) {
      semerror("break outside a loop at line " + jump.line);
    }
    super.undefgoto(jump);
  }

  @Override
  void new_localvar(LuaString name) {
    constants.clear(dyd.n_actvar);
    super.new_localvar(name);
  }

  @Override
  void assignment(LHS_assign target, int count) {
    if (isConstant(fs, target.v.k, target.v.u.info)) {
      semerror("attempt to assign to const variable '%s'".formatted(name(target.v)));
    }
    super.assignment(target, count);
  }

  private boolean isConstant(FuncState function, int kind, int index) {
    return switch (kind) {
      case VLOCAL -> constants.get(function.firstlocal + index);
      case VUPVAL -> {
        var upvalue = function.f.upvalues[index];
        yield function.prev != null
            && isConstant(function.prev, upvalue.instack ? VLOCAL : VUPVAL, upvalue.idx);
      }
      default -> false;
    };
  }

  private String name(expdesc variable) {
    return variable.k == VLOCAL
        ? fs.getlocvar(variable.u.info).varname.tojstring()
        : fs.f.upvalues[variable.u.info].name.tojstring();
  }

  /** As in LuaJ, where this ends the string at a backslash that it does not know. */
  @Override
  void read_string(int delimiter, SemInfo info) {
    save_and_next();
    while (current != delimiter) {
      switch (current) {
        case -1 -> lexerror("unfinished string", TK_EOS);
        case '\n', '\r' -> lexerror("unfinished string", TK_STRING);
        case '\\' -> escape();
        default -> save_and_next();
      }
    }
    save_and_next();
    info.ts = L.newTString(LuaString.valueOf(buff, 1, nbuff - 2));
  }

  private void escape() {
    nextChar();
    switch (current) {
      case 'a' -> escape(7);
      case 'b' -> escape('\b');
      case 'f' -> escape('\f');
      case 'n' -> escape('\n');
      case 'r' -> escape('\r');
      case 't' -> escape('\t');
      case 'v' -> escape(11);
      case 'x' -> hexadecimal();
      case 'u' -> unicode();
      case '\\', '"', '\'' -> save_and_next();
      case '\n', '\r' -> {
        save('\n');
        inclinenumber();
      }
      case 'z' -> skipBlanks();
      case -1 -> {}
      default -> decimal();
    }
  }

  private void escape(int character) {
    save(character);
    nextChar();
  }

  private void hexadecimal() {
    int value = 0;
    for (int i = 0; i < 2; i++) {
      nextChar();
      value = 16 * value + digit(16, "hexadecimal digit expected");
    }
    escape(value);
  }

  private void decimal() {
    int value = digit(10, "invalid escape sequence");
    nextChar();
    for (int i = 1; i < 3 && current >= '0' && current <= '9'; i++) {
      value = 10 * value + current - '0';
      nextChar();
    }
    if (value > 255) {
      lexerror("decimal escape too large", TK_STRING);
    }
    save(value);
  }

  private void unicode() {
    nextChar();
    if (current != '{') {
      lexerror("missing '{' in \\u{xxxx}", TK_STRING);
    }
    nextChar();
    long value = digit(16, "hexadecimal digit expected");
    nextChar();
    while (current != '}') {
      value = 16 * value + digit(16, "missing '}' in \\u{xxxx}");
      if (value >= 1L << 31) {
        lexerror("UTF-8 value too large", TK_STRING);
      }
      nextChar();
    }
    for (byte b : Lua54Operators.utf8((int) value)) {
      save(b);
    }
    nextChar();
  }

  private int digit(int base, String otherwise) {
    int digit = current < 0 || current > 127 ? -1 : Character.digit(current, base);
    if (digit < 0) {
      lexerror(otherwise, TK_STRING);
    }
    return digit;
  }

  private void skipBlanks() {
    nextChar();
    while (current == ' ' || (current >= '\t' && current <= '\r')) {
      if (currIsNewline()) {
        inclinenumber();
      } else {
        nextChar();
      }
    }
  }

  /** Letters that follow a number are part of it, and so make it wrong. */
  @Override
  void read_numeral(SemInfo info) {
    boolean hexadecimal = current == '0';
    save_and_next();
    hexadecimal &= check_next("xX");
    while (true) {
      if (check_next(hexadecimal ? "pP" : "eE")) {
        check_next("+-");
      } else if (current == '.' || current == '_' || isLetterOrDigit(current)) {
        save_and_next();
      } else {
        break;
      }
    }
    save('\0');
    str2d(new String(buff, 0, nbuff), info);
  }

  private static boolean isLetterOrDigit(int character) {
    return character > 0 && character < 128 && Character.isLetterOrDigit(character);
  }

  /** Whole hexadecimal numbers wrap around at 64 bits. */
  @Override
  boolean str2d(String text, SemInfo info) {
    String number = text.substring(0, text.indexOf('\0') < 0 ? text.length() : text.indexOf('\0'));
    LuaValue value = Lua54Operators.numeral(number);
    if (value.isnil()) {
      lexerror("malformed number", TK_NUMBER);
    }
    info.r = value;
    return true;
  }
}
