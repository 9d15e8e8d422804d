package org.llmspell.scripting;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.script.ScriptArguments;
import org.llmspell.core.script.ScriptCallback;
import org.llmspell.core.script.ScriptFunction;
import org.llmspell.core.script.ScriptObject;

/** The functions of {@code Debug} and {@code Logger} that write to the script's log. */
record LogFunctions(ScriptLog log) {

  /** Adds them to the members of a global. */
  void addTo(Map<String, Object> members) {
    for (LogLevel level : LogLevel.values()) {
      if (level != LogLevel.OFF) {
        ScriptFunction write = args -> write(level, args, 0);
        members.put(level.name().toLowerCase(Locale.ROOT), write);
      }
    }
    ScriptFunction write = this::writeAtLevel;
    ScriptFunction setLevel = this::setLevel;
    ScriptFunction getLevel = _ -> log.level().name();
    ScriptFunction setEnabled = this::setEnabled;
    ScriptFunction isEnabled = _ -> log.isEnabled();
    members.put("log", write);
    members.put("logWithData", write);
    members.put("setLevel", setLevel);
    members.put("getLevel", getLevel);
    members.put("setEnabled", setEnabled);
    members.put("isEnabled", isEnabled);
  }

  private static Optional<LogLevel> level(ScriptArguments args) {
    Object level = args.get(0);
    return level == null ? Optional.empty() : LogLevel.parse(level.toString());
  }

  private @Nullable Object writeAtLevel(ScriptArguments args) {
    level(args).ifPresent(level -> write(level, args, 1));
    return null;
  }

  /** A message, and behind it a module, data, or data and a module. */
  private @Nullable Object write(LogLevel level, ScriptArguments args, int first) {
    Object second = args.get(first + 1);
    boolean isModule = second instanceof String;
    Object module = isModule ? second : args.get(first + 2);
    log.log(
        level,
        text(args.get(first)),
        module == null ? null : text(module),
        isModule ? args.get(first + 2) : second);
    return null;
  }

  private static String text(@Nullable Object value) {
    return switch (value) {
      case null -> "nil";
      case String text -> text;
      case ScriptCallback _ -> "<function>";
      case ScriptObject _ -> "<object>";
      default -> String.valueOf(value);
    };
  }

  private boolean setLevel(ScriptArguments args) {
    Optional<LogLevel> level = level(args);
    level.ifPresent(log::level);
    return level.isPresent();
  }

  private @Nullable Object setEnabled(ScriptArguments args) {
    log.enable(args.truthy(0));
    return null;
  }
}
