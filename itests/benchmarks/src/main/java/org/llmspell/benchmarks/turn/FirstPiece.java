package org.llmspell.benchmarks.turn;

/** One way to read an answer that comes in pieces. */
interface FirstPiece extends AutoCloseable {

  /** Reads an answer; the moment at which its first piece was there, on the clock of nanoTime. */
  long at() throws Exception;

  @Override
  void close();
}
