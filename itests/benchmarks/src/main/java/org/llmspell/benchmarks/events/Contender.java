package org.llmspell.benchmarks.events;

import java.util.Map;
import java.util.function.IntFunction;

/** An event bus with its subscribers, ready to publish. */
interface Contender extends AutoCloseable {

  /** Publishes one event; may wait for room. */
  void publish(Map<String, Object> data);

  @Override
  void close();

  /** Makes a contender. */
  interface Maker {
    /**
     * Subscribes.
     *
     * @param subscribers how many
     * @param onEvent what each of them does with an event, by its number
     */
    Contender start(int subscribers, IntFunction<Runnable> onEvent) throws Exception;
  }
}
