package org.llmspell.lua;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.ErrorKind;
import org.llmspell.core.error.SpellException;
import org.llmspell.lua.lib.ChunkNames;
import org.llmspell.lua.lib.Text;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;

/** Brings the engine's errors into the form that Lua gives them: {@code file:line: message}. */
final class Positions {

  /** Put behind the message by the hook, so that the engine's own form can be told. */
  static final String MARK = "\u0001";

  private static final Pattern ARITHMETIC =
      Pattern.compile("attempt to perform arithmetic __\\w+ on (\\w+) and (\\w+)");
  private static final Pattern OF_INSTRUCTION =
      Pattern.compile(
          "(?s)(attempt to (?:index|call|perform arithmetic|concatenate|get length|compare))(.*)");
  private static final Pattern LUA_FORM = Pattern.compile("(?s)(?:.+?):(\\d{1,9}): .*");
  private static final Pattern JAVA_NAME =
      Pattern.compile(
          "(?:class )?\\b(?:java|javax|jdk|sun|org|com)(?:\\.[a-z_]\\w*)+\\.[A-Z][\\w.$]*(?:: )?");

  private Positions() {}

  /**
   * The value of an error as a script sees it.
   *
   * @param frames where the script is, for an error that a library raised in a tail call
   */
  static LuaValue value(LuaError error, Frames frames) {
    if (error instanceof RaisedError raised) {
      return raised.value();
    }
    LuaValue object = error.getMessageObject();
    if (object == null) {
      return LuaValue.NIL;
    }
    return object instanceof LuaString text
        ? LuaString.valueOf(clean(error, text.tojstring(), frames))
        : object;
  }

  private static String clean(LuaError error, String text, Frames frames) {
    boolean internal = error.getCause() != null;
    int mark = text.lastIndexOf("\n" + MARK);
    if (mark < 0 && !internal) {
      boolean bare = frames.isInTailCall() && !LUA_FORM.matcher(text).matches();
      return bare ? frames.here() + ": " + wording(text) : text;
    }
    String[] notes = mark < 0 ? new String[0] : text.substring(mark + 2).split(MARK, 3);
    String message = mark < 0 ? text : text.substring(0, mark);
    String position = "";
    if (notes.length == 3) {
      message = message.substring(Math.min(Integer.parseInt(notes[0]), message.length()));
      position = notes[1] + ": ";
    }
    if (internal) {
      message = withoutJavaNames(message.replace("vm error: ", "engine error "));
    }
    return position + blamed(wording(message.strip()), notes.length == 3 ? notes[2] : "");
  }

  /**
   * What the hook puts behind the message of an error.
   *
   * @param source the name of the chunk in full, as the engine puts it in front of the message
   * @param blame what is known of the instruction
   */
  static String note(String source, int line, String blame) {
    int prefix = source.length() + 1 + Integer.toString(line).length() + 1;
    return String.join(MARK, MARK + prefix, ChunkNames.shown(source) + ":" + line, blame);
  }

  /** A message without names of classes. */
  static String withoutJavaNames(String message) {
    return JAVA_NAME.matcher(message).replaceAll("");
  }

  /** Puts the name of a variable into an error of an instruction. */
  private static String blamed(String message, String blame) {
    Matcher own = OF_INSTRUCTION.matcher(message);
    if (blame.isEmpty() || !own.matches()) {
      return message;
    }
    return blame.startsWith(own.group(1)) ? blame : message;
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
        .replaceFirst("attempt to index \\? \\(a (\\w+) value\\)", "attempt to index a $1 value")
        .replaceFirst("^index expected, got (\\w+)$", "attempt to index a $1 value")
        .replaceFirst("table index expected, got .*", "table index is nil or not a number")
        .replaceFirst(
            "attempt to (get length of|perform arithmetic on) (nil|string|boolean|table|function|thread|userdata)$",
            "attempt to $1 a $2 value")
        .replaceFirst(
            "attempt to call (nil|number|string|boolean|table|thread|userdata)$",
            "attempt to call a $1 value");
  }

  /** The error of a script for the one who ran it. */
  static SpellException toException(LuaValue value, @Nullable Throwable cause) {
    String text = text(value);
    Matcher matcher = LUA_FORM.matcher(text);
    Integer line = matcher.matches() ? Integer.valueOf(matcher.group(1)) : null;
    return new SpellException(new ErrorKind.Script("lua", line), text, cause);
  }

  private static String text(LuaValue value) {
    if (!value.isstring() && value.metatag(LuaValue.valueOf("__tostring")).isnil()) {
      return "(error object is a %s value)".formatted(value.typename());
    }
    try {
      return Text.of(value).tojstring();
    } catch (LuaError | StackOverflowError e) {
      return "(error object is a %s value, and its __tostring fails)".formatted(value.typename());
    }
  }
}
