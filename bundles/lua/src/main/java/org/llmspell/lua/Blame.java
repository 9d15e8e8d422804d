package org.llmspell.lua;

import org.jspecify.annotations.Nullable;
import org.luaj.vm2.Lua;
import org.luaj.vm2.LuaClosure;
import org.luaj.vm2.LuaNumber;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Prototype;
import org.luaj.vm2.lib.VariableNames;

/**
 * Words an error of an instruction as Lua does, with the name of the variable that is to blame:
 * {@code attempt to index a nil value (local 'x')}.
 */
final class Blame {
  private static final int OPCODE = 0x3F;
  private static final String ARITHMETIC = "perform arithmetic on";

  private final LuaClosure function;
  private final @Nullable LuaValue[] registers;
  private final int pc;
  private final int instruction;

  private Blame(LuaClosure function, @Nullable LuaValue[] registers, int pc) {
    this.function = function;
    this.registers = registers;
    this.pc = pc;
    this.instruction = function.p.code[pc];
  }

  /**
   * What the instruction can have failed with; empty when its operands are fine, so that the error
   * came from elsewhere.
   */
  static String of(LuaClosure function, @Nullable LuaValue[] registers, int pc) {
    return pc < 0 || pc >= function.p.code.length
        ? ""
        : new Blame(function, registers, pc).message();
  }

  private String message() {
    int a = Lua.GETARG_A(instruction);
    int b = Lua.GETARG_B(instruction);
    int c = Lua.GETARG_C(instruction);
    return switch (instruction & OPCODE) {
      case Lua.OP_CALL, Lua.OP_TAILCALL -> attempt("call", a);
      case Lua.OP_GETTABLE, Lua.OP_SELF -> attempt("index", b);
      case Lua.OP_SETTABLE -> attempt("index", a);
      case Lua.OP_GETTABUP -> attemptUpvalue(b);
      case Lua.OP_SETTABUP -> attemptUpvalue(a);
      case Lua.OP_LEN -> attempt("get length of", b);
      case Lua.OP_UNM -> attempt(ARITHMETIC, b);
      case Lua.OP_ADD, Lua.OP_SUB, Lua.OP_MUL, Lua.OP_DIV, Lua.OP_MOD, Lua.OP_POW ->
          attempt(ARITHMETIC, isNumber(value(b)) ? c : b);
      case Lua.OP_CONCAT -> concat(b, c);
      case Lua.OP_LT, Lua.OP_LE -> compare(value(b), value(c));
      default -> "";
    };
  }

  private @Nullable LuaValue value(int operand) {
    if (Lua.ISK(operand)) {
      return function.p.k[Lua.INDEXK(operand)];
    }
    return operand < registers.length ? registers[operand] : null;
  }

  private static boolean isNumber(@Nullable LuaValue value) {
    return value instanceof LuaNumber || (value instanceof LuaString text && text.isnumber());
  }

  private String attempt(String what, int operand) {
    LuaValue value = value(operand);
    if (value == null
        || (what.equals(ARITHMETIC) && isNumber(value))
        || (what.equals("call") && value.isfunction())) {
      return "";
    }
    return sentence(what, value, name(operand));
  }

  private String attemptUpvalue(int index) {
    LuaValue value = function.upValues[index].getValue();
    LuaString name = function.p.upvalues[index].name;
    return sentence("index", value, name == null ? "" : "upvalue '%s'".formatted(name.tojstring()));
  }

  private static String sentence(String what, LuaValue value, String name) {
    return "attempt to %s a %s value%s"
        .formatted(what, value.typename(), name.isEmpty() ? "" : " (" + name + ")");
  }

  private String name(int operand) {
    Prototype p = function.p;
    return Lua.ISK(operand) ? "" : VariableNames.of(p, pc, operand);
  }

  /** Works from the right, as the interpreter does. */
  private String concat(int first, int last) {
    for (int i = last; i >= first; i--) {
      LuaValue value = value(i);
      if (value != null && !(value instanceof LuaString) && !(value instanceof LuaNumber)) {
        return sentence("concatenate", value, name(i));
      }
    }
    return "";
  }

  private static String compare(@Nullable LuaValue a, @Nullable LuaValue b) {
    if (a == null || b == null) {
      return "";
    }
    return a.type() == b.type()
        ? "attempt to compare two %s values".formatted(a.typename())
        : "attempt to compare %s with %s".formatted(a.typename(), b.typename());
  }
}
