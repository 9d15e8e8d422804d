package org.llmspell.workflows.checkpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.llmspell.core.error.ErrorKind;
import org.llmspell.core.error.SpellException;
import org.llmspell.workflows.definition.Names;

/**
 * What a person says about steps of which nobody else knows whether they were done.
 *
 * @param again steps to do, by their name or place
 * @param skip steps to leave out, because they were done
 */
public record Choices(List<String> again, List<String> skip) {
  /** Nothing is said. */
  public static final Choices NONE = new Choices(List.of(), List.of());

  /** Copies the lists. */
  public Choices {
    again = List.copyOf(again);
    skip = List.copyOf(skip);
  }

  private static boolean names(List<String> words, Entry entry) {
    return words.contains(entry.step()) || words.contains(entry.place());
  }

  boolean isAgain(Entry entry) {
    return names(again, entry);
  }

  boolean isSkip(Entry entry) {
    return names(skip, entry);
  }

  /**
   * Refuses when something is left to guess, or was said of a step that nobody asked about.
   *
   * @param uncertain the steps in question
   */
  void check(Head head, List<Entry> uncertain) {
    List<String> known = new ArrayList<>();
    for (Entry entry : uncertain) {
      known.add(entry.step());
      known.add(entry.place());
      if (isAgain(entry) == isSkip(entry)) {
        throw isAgain(entry) ? both(entry) : open(head, entry);
      }
    }
    Stream.concat(again.stream(), skip.stream())
        .filter(word -> !known.contains(word))
        .findFirst()
        .ifPresent(word -> {
          throw SpellException.validation(
              "step",
              "Nobody needs to say what to do with step '%s' of run %s%s; %s"
                  .formatted(
                      word,
                      head.id(),
                      Names.near(word, known),
                      known.isEmpty()
                          ? "no step is in doubt"
                          : "in doubt: " + String.join(", ", known)));
        });
  }

  private static SpellException both(Entry entry) {
    return SpellException.validation(
        "step",
        "Step '%s' can not be both done again and skipped; say one".formatted(entry.step()));
  }

  private static SpellException open(Head head, Entry entry) {
    String what =
        entry.stage() == Entry.Stage.TAKING_BACK
            ? "was being taken back when the run stopped, and nobody knows whether it still counts as done"
            : "had begun when the run stopped, and nobody knows whether it was done";
    return new SpellException(
        new ErrorKind.Workflow(null),
        "Step '%s' (%s) of workflow '%s' %s. Find out, then resume with '--skip %s' when it was done or '--again %s' to do it. A step that may be done twice can say 'idempotent = true'"
            .formatted(entry.step(), entry.place(), head.name(), what, entry.step(), entry.step()));
  }
}
