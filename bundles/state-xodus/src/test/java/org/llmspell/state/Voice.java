package org.llmspell.state;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;

/** What the process that is killed says. What was said stays said. Safe to share. */
final class Voice {
  /** Said when work begins. */
  static final String BEGIN = "begin";

  /** Said with the milliseconds when it has ended. */
  static final String TOOK = "took";

  /** Says that something was done, or that it begins. */
  synchronized void say(String line) {
    byte[] bytes = (line + "\n").getBytes(UTF_8);
    System.out.write(bytes, 0, bytes.length);
    System.out.flush();
  }

  /** Does work, and says when it begins and how long it took. */
  void tell(Runnable work) {
    say(BEGIN);
    long start = System.nanoTime();
    work.run();
    say(TOOK + " " + (System.nanoTime() - start) / 1_000_000);
  }

  /** Leaves time to be killed while nothing is being done. */
  static void rest(RandomGenerator random) {
    LockSupport.parkNanos(random.nextLong(1_000_000));
  }
}
