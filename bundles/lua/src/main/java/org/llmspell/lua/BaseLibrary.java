package org.llmspell.lua;

import org.llmspell.lua.lib.Args;
import org.llmspell.lua.lib.Native;
import org.llmspell.lua.lib.Text;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** The basic functions, where those of the engine differ from Lua 5.4 or reach too far. */
final class BaseLibrary {
  private final LuaState state;
  private final Meter meter;

  private BaseLibrary(LuaState state, Meter meter) {
    this.state = state;
    this.meter = meter;
  }

  static void addTo(LuaTable globals, LuaState state, Meter meter) {
    var library = new BaseLibrary(state, meter);
    Native.add(globals, "print", library::print);
    Native.add(globals, "warn", library::warn);
    Native.add(globals, "tostring", args -> Text.of(args.any(1)));
    Native.add(globals, "tonumber", ToNumber::call);
    Native.add(globals, "error", library::error);
    Native.add(globals, "assert", library::check);
    Native.add(globals, "pcall", library::pcall);
    Native.add(globals, "xpcall", library::xpcall);
    Native.add(globals, "pairs", library::pairs);
    Native.add(globals, "ipairs", library::ipairs);
    Native.add(globals, "select", BaseLibrary::select);
    Native.add(globals, "collectgarbage", BaseLibrary::collectGarbage);
    Native.add(globals, "type", args -> LuaValue.valueOf(args.any(1).typename()));
    Native.add(globals, "next", BaseLibrary::next);
    Native.add(globals, "setmetatable", BaseLibrary::setMetatable);
    Native.add(globals, "getmetatable", BaseLibrary::getMetatable);
    Native.add(globals, "rawget", args -> args.table(1).rawget(args.any(2)));
    Native.add(globals, "rawset", BaseLibrary::rawSet);
    Native.add(globals, "rawlen", BaseLibrary::rawLength);
    Native.add(globals, "rawequal", args -> LuaValue.valueOf(args.any(1).raweq(args.any(2))));
    globals.set("_VERSION", LuaValue.valueOf("Lua 5.4"));
  }

  private Varargs print(Args args) {
    for (int i = 1; i <= args.count(); i++) {
      if (i > 1) {
        state.write("\t");
      }
      state.write(Text.of(args.get(i)));
    }
    state.write("\n");
    meter.step(16);
    return LuaValue.NONE;
  }

  private Varargs warn(Args args) {
    var text = new StringBuilder("Lua warning: ");
    for (int i = 1; i <= args.count(); i++) {
      text.append(args.string(i).tojstring());
    }
    if (!text.toString().startsWith("Lua warning: @")) {
      state.writeError(text.append('\n').toString());
    }
    return LuaValue.NONE;
  }

  private Varargs error(Args args) {
    LuaValue value = args.get(1);
    long level = args.integer(2, 1);
    if (value.isstring() && level > 0) {
      String position =
          level == 1
              ? state.stack().here()
              : state.stack().position((int) Math.min(level, 1_000_000));
      String text = value.tojstring();
      throw new RaisedError(LuaValue.valueOf(position == null ? text : position + ": " + text));
    }
    throw new RaisedError(value);
  }

  private Varargs check(Args args) {
    if (args.any(1).toboolean()) {
      return args.values();
    }
    LuaValue message = args.count() > 1 ? args.get(2) : LuaValue.valueOf("assertion failed!");
    String position = state.stack().here();
    throw new RaisedError(
        message instanceof LuaString text && position != null
            ? LuaValue.valueOf(position + ": " + text.tojstring())
            : message);
  }

  private Varargs pcall(Args args) {
    LuaValue function = args.any(1);
    return protect(function, args.values().subargs(2), LuaValue.NIL);
  }

  private Varargs xpcall(Args args) {
    LuaValue handler = args.function(2);
    Frames stack = state.stack();
    stack.watchErrors(true);
    try {
      return protect(args.get(1), args.values().subargs(3), handler);
    } finally {
      stack.watchErrors(false);
    }
  }

  /** Calls a function; its errors become values. A stop of the script is no error and passes. */
  private Varargs protect(LuaValue function, Varargs arguments, LuaValue handler) {
    meter.step(1);
    int depth = state.stack().depth();
    LuaValue error;
    try {
      return LuaValue.varargsOf(LuaValue.TRUE, function.invoke(arguments));
    } catch (LuaError e) {
      error = Positions.value(e, state.stack());
    } catch (StackOverflowError e) {
      error = LuaValue.valueOf(state.stack().latest() + ": stack overflow");
    }
    state.stack().unwind(depth);
    meter.check();
    return handler.isnil()
        ? LuaValue.varargsOf(LuaValue.FALSE, error)
        : LuaValue.varargsOf(LuaValue.FALSE, handle(handler, error));
  }

  /** Calls a handler; when it fails itself, its own error is the result. */
  private Varargs handle(LuaValue handler, LuaValue error) {
    int depth = state.stack().depth();
    try {
      return handler.invoke(error);
    } catch (LuaError e) {
      state.stack().unwind(depth);
      return Positions.value(e, state.stack());
    } catch (StackOverflowError e) {
      state.stack().unwind(depth);
      return LuaValue.valueOf("stack overflow in the error handler");
    }
  }

  private static Varargs setMetatable(Args args) {
    LuaTable table = args.table(1);
    LuaValue metatable = args.get(2);
    if (args.count() < 2 || !(metatable.isnil() || metatable.istable())) {
      throw args.wrongType(2, "nil or table");
    }
    if (!table.metatag(LuaValue.METATABLE).isnil()) {
      throw new LuaError("cannot change a protected metatable");
    }
    return table.setmetatable(metatable.isnil() ? null : metatable);
  }

  private static Varargs getMetatable(Args args) {
    LuaValue metatable = args.any(1).getmetatable();
    if (metatable == null) {
      return LuaValue.NIL;
    }
    LuaValue shown = metatable.rawget(LuaValue.METATABLE);
    return shown.isnil() ? metatable : shown;
  }

  private static Varargs rawSet(Args args) {
    LuaTable table = args.table(1);
    LuaValue key = args.any(2);
    if (!key.isvalidkey()) {
      throw new LuaError(key.isnil() ? "table index is nil" : "table index is NaN");
    }
    table.rawset(key, args.any(3));
    return table;
  }

  private static Varargs rawLength(Args args) {
    LuaValue value = args.any(1);
    if (value instanceof LuaTable || value instanceof LuaString) {
      return LuaValue.valueOf(value.rawlen());
    }
    throw args.bad(1, "table or string expected");
  }

  private static Varargs next(Args args) {
    return args.table(1).next(args.get(2));
  }

  private Varargs pairs(Args args) {
    LuaValue value = args.any(1);
    LuaValue custom = value.metatag(LuaValue.valueOf("__pairs"));
    if (!custom.isnil()) {
      Varargs result = custom.invoke(value);
      return LuaValue.varargsOf(result.arg(1), result.arg(2), result.arg(3));
    }
    return LuaValue.varargsOf(state.next(), args.table(1), LuaValue.NIL);
  }

  private Varargs ipairs(Args args) {
    LuaValue value = args.any(1);
    return LuaValue.varargsOf(IPAIRS, value, LuaValue.ZERO);
  }

  private static final LuaValue IPAIRS =
      Native.of(
          "for iterator",
          args -> {
            int index = (int) args.integer(2) + 1;
            LuaValue value = args.get(1).get(index);
            return value.isnil()
                ? LuaValue.NIL
                : LuaValue.varargsOf(LuaValue.valueOf(index), value);
          });

  private static Varargs select(Args args) {
    if (args.get(1) instanceof LuaString text && text.tojstring().equals("#")) {
      return LuaValue.valueOf(args.count() - 1);
    }
    long index = args.integer(1);
    if (index == 0 || index < -(args.count() - 1L)) {
      throw args.bad(1, "index out of range");
    }
    long from = index > 0 ? index + 1 : args.count() + 1 + index;
    return from > args.count() ? LuaValue.NONE : args.values().subargs((int) from);
  }

  /** The garbage is the JVM's business: a script may ask, but it does not decide. */
  private static Varargs collectGarbage(Args args) {
    String what = args.isAbsent(1) ? "collect" : args.string(1).tojstring();
    Runtime runtime = Runtime.getRuntime();
    return switch (what) {
      case "count" -> LuaValue.valueOf((runtime.totalMemory() - runtime.freeMemory()) / 1024.0);
      case "step", "isrunning" -> LuaValue.TRUE;
      case "incremental", "generational" -> LuaValue.valueOf("incremental");
      case "collect", "stop", "restart", "setpause", "setstepmul" -> LuaValue.ZERO;
      default -> throw args.bad(1, "invalid option '" + what + "'");
    };
  }
}
