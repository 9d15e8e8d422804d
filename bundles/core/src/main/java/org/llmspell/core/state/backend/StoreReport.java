package org.llmspell.core.state.backend;

import java.util.List;

/**
 * What is left of a store.
 *
 * @param sound whether nothing is wrong
 * @param readable how many entries can be read
 * @param damaged how many entries, blocks or files can not be read, as far as that can be known
 * @param problems one sentence each, naming the file and the place; at most 100
 */
public record StoreReport(boolean sound, long readable, long damaged, List<String> problems) {

  /** Copies the problems. */
  public StoreReport {
    problems = List.copyOf(problems);
  }
}
