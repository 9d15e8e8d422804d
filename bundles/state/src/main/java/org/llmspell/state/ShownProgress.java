package org.llmspell.state;

import java.time.Duration;
import org.llmspell.core.command.CommandCall;
import org.llmspell.core.state.StateProgress;

/** Shows how far long work is, once a second at most. For one thread. */
final class ShownProgress implements StateProgress {
  private static final long PAUSE = Duration.ofSeconds(1).toNanos();

  private final CommandCall call;
  private final String what;
  private long next = System.nanoTime() + PAUSE;

  ShownProgress(CommandCall call, String what) {
    this.call = call;
    this.what = what;
  }

  @Override
  public void at(String phase, long done, long total) {
    long now = System.nanoTime();
    if (now - next >= 0) {
      next = now + PAUSE;
      call.progress(
          total < 0 ? "%d %s".formatted(done, what) : "%d of %d %s".formatted(done, total, what));
    }
  }
}
