package org.llmspell.lua;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.ErrorKind;
import org.llmspell.core.error.SpellException;
import org.llmspell.lua.lib.Text;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;

/** Brings the engine's errors into the form that Lua gives them: {@code file:line: message}. */
final class Positions {

  /** Put behind the message by the hook, so that the engine's own form can be told. */
  static final String MARK = "\u0001";

  private static final Pattern ENGINE_FORM = Pattern.compile("(?s)@?(.+?):(\\d+|\\?) (.*)");
  private static final Pattern ARITHMETIC =
      Pattern.compile("attempt to perform arithmetic __\\w+ on (\\w+) and (\\w+)");
  private static final Pattern LUA_FORM = Pattern.compile("(?s)(?:.+?):(\\d+): .*");
  private static final Pattern JAVA_NAME =
      Pattern.compile("\\b(?:java|org\\.luaj|org\\.llmspell)\\.[\\w.$]+(?:: )?");

  private Positions() {}

  /**
   * The value of an error as a script sees it.
   *
   * @param frames where the script is, for an error that a library raised in a tail call
   */
  static LuaValue value(LuaError error, Frames frames) {
    LuaValue object = error.getMessageObject();
    if (object == null) {
      return LuaValue.NIL;
    }
    return object instanceof LuaString text
        ? LuaString.valueOf(clean(error, text.tojstring(), frames))
        : object;
  }

  private static String clean(LuaError error, String text, Frames frames) {
    boolean marked = text.endsWith("\n" + MARK);
    boolean internal = error.getCause() != null;
    if (!marked && !internal) {
      boolean bare = frames.isInTailCall() && !LUA_FORM.matcher(text).matches();
      return bare ? frames.here() + ": " + text : text;
    }
    String message = marked ? text.substring(0, text.length() - 1 - MARK.length()) : text;
    Matcher matcher = ENGINE_FORM.matcher(message);
    if (matcher.matches()) {
      message = chunkName(matcher.group(1)) + ":" + matcher.group(2) + ": " + matcher.group(3);
    }
    if (internal) {
      message = JAVA_NAME.matcher(message.replace("vm error: ", "engine error ")).replaceAll("");
    }
    return wording(message.strip());
  }

  /** The engine's wording where it differs from that of Lua. */
  private static String wording(String message) {
    Matcher arithmetic = ARITHMETIC.matcher(message);
    if (arithmetic.find()) {
      String culprit =
          arithmetic.group(1).equals("number") ? arithmetic.group(2) : arithmetic.group(1);
      return arithmetic.replaceFirst("attempt to perform arithmetic on a " + culprit + " value");
    }
    return message
        .replace("attempt to index ? (a ", "attempt to index a value (a ")
        .replaceFirst(
            "attempt to call (nil|number|string|boolean|table)$", "attempt to call a $1 value");
  }

  /** The name of a chunk as messages show it. */
  static String chunkName(String source) {
    return source.startsWith("@") || source.startsWith("=") ? source.substring(1) : source;
  }

  /** The error of a script for the one who ran it. */
  static SpellException toException(LuaValue value, @Nullable Throwable cause) {
    String text =
        value.isstring() || !value.metatag(LuaValue.valueOf("__tostring")).isnil()
            ? Text.of(value).tojstring()
            : "(error object is a %s value)".formatted(value.typename());
    Matcher matcher = LUA_FORM.matcher(text);
    Integer line = matcher.matches() ? Integer.valueOf(matcher.group(1)) : null;
    return new SpellException(new ErrorKind.Script("lua", line), text, cause);
  }
}
