package org.llmspell.benchmarks.turn;

/** One way to do a turn. */
interface Turn extends AutoCloseable {

  /** Asks for a sum; the model has the tool called and then answers. */
  String once() throws Exception;

  @Override
  void close();
}
