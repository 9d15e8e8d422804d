package org.llmspell.workflows.checkpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.context.ExecutionContext;

/**
 * The wish that a script goes on with a run, where it would start one of the same workflow. Handed
 * down in the context of the script.
 *
 * @param id of the run
 * @param choices about steps in doubt
 */
public record Continuation(String id, Choices choices) {
  private static final String KEY = "llmspell.workflow.resume";

  /** A context for the script. */
  public ExecutionContext in(ExecutionContext context) {
    return context.with(KEY, Map.of("id", id, "again", choices.again(), "skip", choices.skip()));
  }

  /** The wish that came with a context. */
  public static Optional<Continuation> of(ExecutionContext context) {
    return context.data().get(KEY) instanceof Map<?, ?> map && map.get("id") instanceof String id
        ? Optional.of(new Continuation(id, choices(map)))
        : Optional.empty();
  }

  /** What the lists {@code again} and {@code skip} of a table say. */
  public static Choices choices(Map<?, ?> table) {
    return new Choices(words(table.get("again")), words(table.get("skip")));
  }

  private static List<String> words(@Nullable Object value) {
    List<String> words = new ArrayList<>();
    switch (value) {
      case String word -> words.add(word);
      case List<?> list -> list.forEach(word -> words.add(String.valueOf(word)));
      case null, default -> {} // nothing is said
    }
    return words;
  }
}
