package org.llmspell.scripting;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.script.ScriptCallback;
import org.llmspell.core.script.ScriptObject;

/** Finds what is no data in the values that a script hands over. */
final class Plain {
  private Plain() {}

  /**
   * The first function or object in a value, in words, for example {@code a function at 'a.b'};
   * empty when all is data. Values of a script do not contain themselves.
   */
  static Optional<String> flaw(@Nullable Object value) {
    return flaw(value, "");
  }

  private static Optional<String> flaw(@Nullable Object value, String path) {
    return switch (value) {
      case ScriptCallback _ -> Optional.of(found("a function", path));
      case ScriptObject _ -> Optional.of(found("an object", path));
      case List<?> list -> {
        for (int i = 0; i < list.size(); i++) {
          if (isSuspect(list.get(i))) {
            Optional<String> flaw = flaw(list.get(i), "%s[%d]".formatted(path, i + 1));
            if (flaw.isPresent()) {
              yield flaw;
            }
          }
        }
        yield Optional.empty();
      }
      case Map<?, ?> map -> {
        for (var entry : map.entrySet()) {
          if (isSuspect(entry.getValue())) {
            Optional<String> flaw =
                flaw(entry.getValue(), path + (path.isEmpty() ? "" : ".") + entry.getKey());
            if (flaw.isPresent()) {
              yield flaw;
            }
          }
        }
        yield Optional.empty();
      }
      case null, default -> Optional.empty();
    };
  }

  private static boolean isSuspect(@Nullable Object value) {
    return value instanceof Map
        || value instanceof List
        || value instanceof ScriptCallback
        || value instanceof ScriptObject;
  }

  private static String found(String what, String path) {
    return path.isEmpty() ? what : what + " at '" + path + "'";
  }
}
