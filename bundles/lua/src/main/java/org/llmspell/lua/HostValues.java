package org.llmspell.lua;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.script.ScriptArguments;
import org.llmspell.core.script.ScriptCallback;
import org.llmspell.core.script.ScriptFunction;
import org.llmspell.core.script.ScriptObject;
import org.llmspell.core.script.ScriptTable;
import org.llmspell.lua.lib.Args;
import org.llmspell.lua.lib.Native;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaUserdata;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** Shows the platform's values, functions and objects to a script. */
final class HostValues {
  private static final LuaString HOST = LuaString.valueOf("__host");

  private final LuaState state;
  private final Meter meter;

  HostValues(LuaState state, Meter meter) {
    this.state = state;
    this.meter = meter;
  }

  /** A value of the platform as the script sees it. */
  LuaValue toLua(@Nullable Object value) {
    meter.step(1);
    return switch (value) {
      case null -> LuaValue.NIL;
      case String text -> string(text);
      case Boolean flag -> LuaValue.valueOf(flag);
      case Long number -> Args.whole(number);
      case Integer number -> Args.whole(number);
      case Number number -> Args.number(number.doubleValue());
      case List<?> list -> array(list);
      case Map<?, ?> map -> table(map);
      case ScriptTable table -> table(table.entries());
      case ScriptFunction function -> function("?", function, null);
      case ScriptObject object -> object(object);
      case LuaCallback callback -> callback.function();
      case byte[] bytes -> LuaString.valueOf(bytes);
      default -> string(value.toString());
    };
  }

  private LuaString string(String text) {
    meter.allocate(text.length());
    return LuaString.valueUsing(text.getBytes(StandardCharsets.UTF_8));
  }

  private LuaTable array(List<?> list) {
    meter.allocate(16L * list.size());
    var table = new LuaTable(list.size(), 0);
    int index = 0;
    for (Object item : list) {
      table.rawset(++index, toLua(item));
    }
    return table;
  }

  private LuaTable table(Map<?, ?> map) {
    meter.allocate(48L * map.size());
    var table = new LuaTable(0, map.size());
    map.forEach((key, value) -> {
      LuaValue luaKey = toLua(key);
      if (!luaKey.isnil()) {
        table.rawset(luaKey, toLua(value));
      }
    });
    return table;
  }

  private LuaTable object(ScriptObject object) {
    var table = new LuaTable();
    object
        .members()
        .forEach((name, member) -> {
          LuaValue value = member(name, member, table);
          table.rawset(snakeCase(name), value);
          table.rawset(camelCase(name), value);
          table.rawset(name, value);
        });
    var metatable = new LuaTable();
    metatable.rawset(HOST, new LuaUserdata(object));
    metatable.rawset(LuaValue.METATABLE, LuaValue.FALSE);
    metatable.rawset(LuaValue.INDEX, Native.of("index", args -> find(object, args.get(2), table)));
    table.setmetatable(metatable);
    return table;
  }

  private LuaValue find(ScriptObject object, LuaValue key, LuaTable table) {
    if (!(key instanceof LuaString name)) {
      return LuaValue.NIL;
    }
    try {
      return member(name.tojstring(), object.find(name.tojstring()), table);
    } catch (SpellException e) {
      throw raise(e);
    }
  }

  private LuaValue member(String name, @Nullable Object member, LuaTable self) {
    return member instanceof ScriptFunction function
        ? function(name, function, self)
        : toLua(member);
  }

  /** The object that a table stands for; null when it is an ordinary table. */
  @Nullable ScriptObject objectOf(LuaTable table) {
    return table.getmetatable() instanceof LuaTable metatable
            && metatable.rawget(HOST) instanceof LuaUserdata data
            && data.userdata() instanceof ScriptObject object
        ? object
        : null;
  }

  private LuaValue function(String name, ScriptFunction function, @Nullable LuaTable self) {
    return Native.of(name, args -> call(name, function, args.values(), self));
  }

  private Varargs call(
      String name, ScriptFunction function, Varargs values, @Nullable LuaTable self) {
    // Called as a method: the object is not an argument.
    boolean method = self != null && values.narg() > 0 && values.arg1() == self;
    List<@Nullable Object> arguments = new ArrayList<>(values.narg());
    for (int i = method ? 2 : 1; i <= values.narg(); i++) {
      arguments.add(
          function.takesViews()
              ? TableView.of(values.arg(i), meter)
              : LuaValues.toPlain(values.arg(i), this, meter));
    }
    try {
      LuaValue result = toLua(function.call(new ScriptArguments(name, arguments)));
      meter.step(16);
      return result;
    } catch (SpellException e) {
      throw raise(e);
    } catch (LuaError | StackOverflowError e) {
      throw e;
    } catch (RuntimeException e) {
      meter.check();
      throw raise(SpellException.component("%s failed: %s".formatted(name, reason(e)), e));
    }
  }

  /** What an unexpected error says, in words for the author of the script. */
  static String reason(Throwable e) {
    String message = e.getMessage();
    return message == null ? "no reason was given" : Positions.withoutJavaNames(message);
  }

  /** An error of the platform as an error of the script, at the line that is running. */
  LuaError raise(SpellException error) {
    meter.check();
    String position = state.stack().here();
    return new LuaError(
        LuaValue.valueOf(position == null ? error.text() : position + ": " + error.text()));
  }

  ScriptCallback callback(LuaFunction function) {
    state.exported();
    return new LuaCallback(state, function);
  }

  private static String snakeCase(String name) {
    var result = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (Character.isUpperCase(c) && i > 0 && Character.isLowerCase(name.charAt(i - 1))) {
        result.append('_');
      }
      result.append(Character.isUpperCase(c) && i > 0 ? Character.toLowerCase(c) : c);
    }
    return result.toString();
  }

  private static String camelCase(String name) {
    int underscore = name.indexOf('_', 1);
    if (underscore < 0 || underscore + 1 >= name.length()) {
      return name;
    }
    String rest = name.substring(underscore + 1);
    return camelCase(
        name.substring(0, underscore)
            + rest.substring(0, 1).toUpperCase(Locale.ROOT)
            + rest.substring(1));
  }
}
