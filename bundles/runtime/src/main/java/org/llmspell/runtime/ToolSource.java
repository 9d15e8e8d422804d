package org.llmspell.runtime;

import org.llmspell.core.tool.Tool;

/** Where the tool of an entry comes from. Ordered by service ranking, lowest first. */
interface ToolSource extends Comparable<ToolSource> {

  long bundleId();

  /**
   * Makes the tool.
   *
   * @throws org.llmspell.core.error.SpellException of kind Tool when it can not be made
   */
  Tool get();

  /** Gives the tool back. */
  void release();
}
