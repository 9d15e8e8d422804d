package org.llmspell.benchmarks;

import java.util.List;

/** One part of the run. */
@FunctionalInterface
interface Part {
  /** Measures. What can not be measured here is a row that says so. */
  List<Row> measure() throws Exception;
}
