package org.llmspell.itests.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A page of the documentation as the steps that its reader takes. */
final class Guide {
  private static final Pattern FENCE =
      Pattern.compile("(?ms)^(?:`([^`\n]+)`\n)?```(\\w+)\n(.*?)^```$");

  /** What the reader does. */
  sealed interface Step {
    /** Types a block of commands. */
    record Commands(String text) implements Step {}

    /** Writes a file. */
    record WriteFile(String path, String text) implements Step {}

    /** Sees what the last commands have printed. */
    record Sees(String text) implements Step {}
  }

  private Guide() {}

  /**
   * The steps of a page: its {@code sh} blocks, its {@code text} blocks, and its blocks below a
   * line with a path.
   */
  static List<Step> steps(Path page) throws IOException {
    List<Step> steps = new ArrayList<>();
    Matcher fence = FENCE.matcher(Files.readString(page));
    while (fence.find()) {
      if (fence.group(2).equals("sh")) {
        steps.add(new Step.Commands(fence.group(3)));
      } else if (fence.group(2).equals("text")) {
        steps.add(new Step.Sees(fence.group(3)));
      } else if (fence.group(1) != null) {
        steps.add(new Step.WriteFile(fence.group(1), fence.group(3)));
      }
    }
    return steps;
  }
}
