package org.llmspell.benchmarks.turn;

/** One way to do a turn. */
interface Turn extends AutoCloseable {
  /** What is asked. */
  String QUESTION = "What is 20 + 22?";

  /** Asks for a sum; the model has the tool called and then answers. */
  String once() throws Exception;

  @Override
  void close();
}
