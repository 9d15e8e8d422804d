package org.llmspell.deploy;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.llmspell.core.error.SpellException;

/** Runs code of a plugin that must not take too long. */
final class Limited {
  private Limited() {}

  /**
   * Runs the work in a thread of its own, which is interrupted when the time is up.
   *
   * @param what the work as the subject of a sentence, for example "its self-test"
   * @throws SpellException of kind Tool when the work throws, of kind Timeout when it takes longer
   */
  static <T> T call(String what, Duration limit, Callable<T> work) throws InterruptedException {
    var task = new FutureTask<T>(work);
    Thread thread = Thread.ofVirtual().name("llmspell-deploy-limited").start(task);
    try {
      return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw SpellException.tool(null, what + " failed: " + Words.of(e), e.getCause());
    } catch (TimeoutException e) {
      throw SpellException.timeout(
          limit, "%s did not end within %d ms".formatted(what, limit.toMillis()));
    } finally {
      if (!task.isDone()) {
        thread.interrupt();
      }
    }
  }
}
