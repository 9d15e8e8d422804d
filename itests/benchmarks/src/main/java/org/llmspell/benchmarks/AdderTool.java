package org.llmspell.benchmarks;

import org.llmspell.core.tool.Tool;

/** The adder for measuring code in other packages. */
public final class AdderTool {
  private AdderTool() {}

  /** An adder. */
  public static Tool create() {
    return new Adder();
  }
}
