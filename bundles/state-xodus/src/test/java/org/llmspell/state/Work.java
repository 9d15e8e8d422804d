package org.llmspell.state;

import java.io.IOException;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.llmspell.state.store.OpenStore;

/**
 * What a process does until it is killed, and what must be so afterwards. Has a public constructor
 * without parameters, because the process makes one too.
 */
interface Work {

  /** The settings of state besides {@code enabled}. */
  Map<String, Object> settings();

  /** Makes what the work starts from. */
  void prepare(Product product) throws IOException;

  /** Works for ever; in the process that is killed. */
  void run(Product product, Voice voice, RandomGenerator random);

  /** Whether the store was left in the middle of the work. Nothing was finished yet. */
  boolean isInTheMiddle(OpenStore store) throws IOException;

  /** Fails unless everything is as it should be. Leaves the store ready for the next process. */
  void check(Product product, Heard heard, RandomGenerator random) throws IOException;
}
