package org.llmspell.lua;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.script.ScriptObject;
import org.llmspell.lua.lib.Args;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaNumber;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/**
 * Turns values of a script into plain values: a table with array part becomes a list, any other
 * table a map with text keys; whole numbers become {@code Long}, within 2^53 of zero, because the
 * engine has no 64-bit integers; not-a-number and infinity become null.
 */
final class LuaValues {
  static final int MAX_DEPTH = 128;

  private static final Pattern NAME = Pattern.compile("[A-Za-z_]\\w*");

  private final HostValues host;
  private final Meter meter;
  private final boolean lenient;
  private final List<LuaTable> path = new ArrayList<>();

  /** The key in each table of the path that leads on; for messages. */
  private final List<LuaValue> keys = new ArrayList<>();

  private LuaValues(HostValues host, Meter meter, boolean lenient) {
    this.host = host;
    this.meter = meter;
    this.lenient = lenient;
  }

  /**
   * A value that is handed to a global: functions become callbacks, objects of globals themselves.
   *
   * @throws LuaError when it can not be converted
   */
  static @Nullable Object toPlain(LuaValue value, HostValues host, Meter meter) {
    return new LuaValues(host, meter, false).convert(value);
  }

  /** The result of a script: what has no plain form becomes text such as {@code <function>}. */
  static @Nullable Object result(LuaValue value, HostValues host, Meter meter) {
    return new LuaValues(host, meter, true).convert(value);
  }

  private @Nullable Object convert(LuaValue value) {
    meter.step(1);
    return switch (value) {
      case LuaNumber number -> number(number.todouble());
      case LuaString text -> text(text);
      case LuaTable table -> table(table);
      case LuaFunction function -> lenient ? "<function>" : host.callback(function);
      default ->
          switch (value.type()) {
            case LuaValue.TNIL -> null;
            case LuaValue.TBOOLEAN -> value.toboolean();
            default -> other(value);
          };
    };
  }

  private String other(LuaValue value) {
    if (lenient) {
      return "<" + value.typename() + ">";
    }
    throw new LuaError(
        "cannot convert a %s to a plain value%s".formatted(value.typename(), where()));
  }

  private static @Nullable Object number(double number) {
    if (Double.isNaN(number) || Double.isInfinite(number)) {
      return null;
    }
    if (Args.isWhole(number)) {
      return (long) number;
    }
    return number;
  }

  private String text(LuaString text) {
    meter.allocate(2L * text.m_length);
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(text.m_bytes, text.m_offset, text.m_length))
          .toString();
    } catch (CharacterCodingException e) {
      if (lenient) {
        return new String(text.m_bytes, text.m_offset, text.m_length, StandardCharsets.ISO_8859_1);
      }
      throw new LuaError("a string that is not valid UTF-8 cannot be converted" + where());
    }
  }

  private @Nullable Object table(LuaTable table) {
    ScriptObject object = host.objectOf(table);
    if (object != null) {
      return lenient ? "<table>" : object;
    }
    if (path.stream().anyMatch(outer -> outer == table)) {
      throw new LuaError("a table that contains itself cannot be converted" + where());
    }
    if (path.size() >= MAX_DEPTH) {
      throw new LuaError(
          "tables nested deeper than %d levels cannot be converted%s"
              .formatted(MAX_DEPTH, where()));
    }
    path.add(table);
    keys.add(LuaValue.NIL);
    try {
      int length = table.rawlen();
      return length > 0 && (!lenient || isSequence(table, length))
          ? array(table, length)
          : object(table);
    } finally {
      path.removeLast();
      keys.removeLast();
    }
  }

  private static boolean isSequence(LuaTable table, int length) {
    return table.keyCount() == length;
  }

  private List<@Nullable Object> array(LuaTable table, int length) {
    meter.allocate(8L * length);
    List<@Nullable Object> list = new ArrayList<>();
    for (int i = 1; i <= length; i++) {
      list.add(child(LuaValue.valueOf(i), table.rawget(i)));
    }
    return list;
  }

  private Map<String, @Nullable Object> object(LuaTable table) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    for (Varargs entry = table.next(LuaValue.NIL);
        !entry.arg1().isnil();
        entry = table.next(entry.arg1())) {
      LuaValue key = entry.arg1();
      boolean usable = key instanceof LuaString || (!lenient && key instanceof LuaNumber);
      if (usable) {
        map.put(text(key.strvalue()), child(key, entry.arg(2)));
      }
    }
    return map;
  }

  private @Nullable Object child(LuaValue key, LuaValue value) {
    keys.set(keys.size() - 1, key);
    return convert(value);
  }

  /** The way to the value that can not be converted, as the script would write it. */
  private String where() {
    var text = new StringBuilder();
    for (LuaValue key : keys) {
      if (text.length() > 200) {
        text.append("...");
        break;
      }
      boolean name = key instanceof LuaString && NAME.matcher(key.tojstring()).matches();
      if (name) {
        text.append(text.isEmpty() ? "" : ".").append(key.tojstring());
      } else {
        text.append('[')
            .append(key instanceof LuaString ? "\"" + key.tojstring() + "\"" : key.tojstring())
            .append(']');
      }
    }
    return text.isEmpty() ? "" : " (at %s)".formatted(text);
  }
}
