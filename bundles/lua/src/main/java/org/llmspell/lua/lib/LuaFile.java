package org.llmspell.lua.lib;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaUserdata;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** An open file of a script, or one of its standard streams. */
final class LuaFile extends LuaUserdata {
  private final String name;
  private final @Nullable InputStream in;
  private final @Nullable OutputStream out;
  private final Budget budget;
  private boolean closed;
  private long offset;

  LuaFile(
      String name,
      @Nullable InputStream in,
      @Nullable OutputStream out,
      LuaTable metatable,
      Budget budget) {
    super(name, metatable);
    this.name = name;
    this.in = in;
    this.out = out;
    this.budget = budget;
  }

  static LuaFile of(Args args, int index) {
    if (args.get(index) instanceof LuaFile file) {
      return file;
    }
    throw args.wrongType(index, "FILE*");
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }

  boolean isClosed() {
    return closed;
  }

  String describe() {
    return closed ? "file (closed)" : "file (" + name + ")";
  }

  private void checkOpen() {
    if (closed) {
      throw new LuaError("attempt to use a closed file");
    }
  }

  Varargs write(Args args, int from) {
    checkOpen();
    if (out == null) {
      return failure("Bad file descriptor");
    }
    try {
      for (int i = from; i <= args.count(); i++) {
        LuaString text = args.string(i);
        out.write(text.m_bytes, text.m_offset, text.m_length);
      }
      return this;
    } catch (IOException e) {
      return failure("can not be written");
    }
  }

  private Varargs failure(String why) {
    return LuaValue.varargsOf(
        LuaValue.NIL, LuaValue.valueOf(name + ": " + why), LuaValue.valueOf(5));
  }

  Varargs read(Args args, int from) {
    checkOpen();
    if (in == null) {
      return failure("Bad file descriptor");
    }
    if (args.count() < from) {
      return one(args, from, LuaValue.valueOf("l"), in);
    }
    LuaValue[] results = new LuaValue[args.count() - from + 1];
    for (int i = 0; i < results.length; i++) {
      results[i] = one(args, from + i, args.get(from + i), in);
      if (results[i].isnil()) {
        return LuaValue.varargsOf(results, 0, i + 1);
      }
    }
    return LuaValue.varargsOf(results);
  }

  private LuaValue one(Args args, int index, LuaValue format, InputStream source) {
    try {
      if (format.type() == LuaValue.TNUMBER) {
        return bytes(source, (int) args.integer(index));
      }
      return switch (format.tojstring().replace("*", "")) {
        case "l" -> line(source, false);
        case "L" -> line(source, true);
        case "a" -> all(source);
        case "n" -> number(source);
        default -> throw args.bad(index, "invalid format");
      };
    } catch (IOException e) {
      throw new LuaError(name + ": can not be read");
    }
  }

  private LuaValue line(InputStream source, boolean keepEnd) throws IOException {
    int c = source.read();
    if (c < 0) {
      return LuaValue.NIL;
    }
    var line = new Bytes(budget);
    for (; c >= 0 && c != '\n'; c = source.read()) {
      line.append(c);
    }
    if (keepEnd && c == '\n') {
      line.append(c);
    }
    offset += line.length() + (keepEnd ? 0 : 1);
    budget.step(line.length() / 16 + 1L);
    return line.toLuaString();
  }

  private LuaValue all(InputStream source) throws IOException {
    var content = new Bytes(budget);
    var block = new byte[8192];
    for (int n = source.read(block); n >= 0; n = source.read(block)) {
      content.append(block, 0, n);
      budget.step(n / 16);
    }
    offset += content.length();
    return content.toLuaString();
  }

  private LuaValue bytes(InputStream source, int count) throws IOException {
    budget.allocate(count);
    byte[] bytes = source.readNBytes(count);
    offset += bytes.length;
    if (bytes.length > 0) {
      return LuaString.valueUsing(bytes);
    }
    source.mark(1);
    boolean atEnd = source.read() < 0;
    source.reset();
    return count == 0 && !atEnd ? LuaValue.EMPTYSTRING : LuaValue.NIL;
  }

  private static LuaValue number(InputStream source) throws IOException {
    var text = new StringBuilder();
    source.mark(1);
    int c = source.read();
    while (c >= 0 && text.length() < 200) {
      boolean blank = Character.isWhitespace(c);
      if (blank ? !text.isEmpty() : "+-.0123456789abcdefABCDEFxXpP".indexOf(c) < 0) {
        source.reset();
        break;
      }
      if (!blank) {
        text.append((char) c);
      }
      source.mark(1);
      c = source.read();
    }
    return LuaValue.valueOf(text.toString()).tonumber();
  }

  Varargs lines(Args args, int from, boolean closeAtEnd) {
    Varargs formats = args.values().subargs(from);
    return Native.of(
        "for iterator",
        _ -> {
          Varargs result = read(new Args("lines", formats), 1);
          if (closeAtEnd && result.arg1().isnil()) {
            close();
          }
          return result;
        });
  }

  Varargs flush() {
    try {
      if (out != null) {
        out.flush();
      }
      return this;
    } catch (IOException e) {
      return failure("can not be written");
    }
  }

  Varargs seek(Args args) {
    checkOpen();
    if (args.isAbsent(2) || (args.string(2).tojstring().equals("cur") && args.integer(3, 0) == 0)) {
      return Args.whole(offset);
    }
    return LuaValue.varargsOf(
        LuaValue.NIL, LuaValue.valueOf(name + ": only the current position can be asked for"));
  }

  void close() {
    if (closed || name.startsWith("std")) {
      return;
    }
    closed = true;
    try {
      if (out != null) {
        out.close();
      }
      if (in != null) {
        in.close();
      }
    } catch (IOException e) {
      throw new LuaError(name + ": can not be closed");
    }
  }
}
