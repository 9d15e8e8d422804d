package org.llmspell.workflows.checkpoint;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.context.ExecutionContext;

/**
 * Where a workflow that runs comes from. Handed down in the context of the run.
 *
 * @param kind {@code file}, {@code script}, or empty when nobody knows
 * @param path of the file
 * @param language of the script, or empty
 * @param arguments of the script
 */
public record Origin(String kind, String path, String language, List<String> arguments) {
  private static final String KEY = "llmspell.workflow.origin";
  static final Origin NONE = new Origin("", "", "", List.of());

  /** Copies the list. */
  public Origin {
    arguments = List.copyOf(arguments);
  }

  /** A definition in a file. */
  public static Origin file(String path) {
    return new Origin("file", path, "", List.of());
  }

  /** A script that makes the workflow when it is run. */
  public static Origin script(String path, String language, List<String> arguments) {
    return new Origin("script", path, language, arguments);
  }

  /** A context for a run from here. */
  public ExecutionContext in(ExecutionContext context) {
    return context.with(KEY, plain());
  }

  static Origin of(ExecutionContext context) {
    return context.data().get(KEY) instanceof Map<?, ?> plain ? read(plain) : NONE;
  }

  Map<String, @Nullable Object> plain() {
    Map<String, @Nullable Object> plain = new LinkedHashMap<>();
    plain.put("kind", kind);
    plain.put("path", path);
    plain.put("language", language);
    plain.put("arguments", arguments);
    return plain;
  }

  static Origin read(Map<?, ?> plain) {
    List<String> words = new ArrayList<>();
    if (plain.get("arguments") instanceof List<?> list) {
      list.forEach(word -> words.add(String.valueOf(word)));
    }
    return new Origin(
        text(plain.get("kind")), text(plain.get("path")), text(plain.get("language")), words);
  }

  private static String text(@Nullable Object value) {
    return value instanceof String text ? text : "";
  }
}
