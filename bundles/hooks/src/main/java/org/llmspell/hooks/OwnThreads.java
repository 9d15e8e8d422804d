package org.llmspell.hooks;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.llmspell.core.hook.HookResult;

/**
 * Runs hooks that are not trusted yet on threads of their own, so that their caller can go on
 * without them. A run that does not heed its interrupt is left behind, and its hook is not run
 * again before that run has ended.
 */
final class OwnThreads implements AutoCloseable {
  private static final int MAX_THREADS = 64;
  private static final long GRACE_MILLIS = 50;

  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          0,
          MAX_THREADS,
          5,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          Thread.ofPlatform().daemon().name("llmspell-hook-", 0).factory());

  /** The hook has not answered in time. */
  static final class TooLate extends Exception {
    private static final long serialVersionUID = 1L;

    TooLate(String message) {
      super(message, null, false, false);
    }
  }

  /**
   * Runs a hook and waits for it.
   *
   * @throws TooLate when its time was over
   * @throws Exception what the hook throws
   */
  HookResult run(HookState state, Callable<HookResult> hook, long limitNanos) throws Exception {
    var ended = new CountDownLatch(1);
    var task =
        new FutureTask<>(() -> {
          try {
            return hook.call();
          } finally {
            ended.countDown();
            state.stray(false);
          }
        });
    try {
      threads.execute(task);
    } catch (RejectedExecutionException e) {
      throw new TooLate("was not run: %d hooks run at once already".formatted(MAX_THREADS));
    }
    try {
      return task.get(limitNanos, TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      abandon(state, task, ended);
      throw new TooLate(
          "was stopped after %d ms, its limit"
              .formatted(TimeUnit.NANOSECONDS.toMillis(limitNanos)));
    } catch (InterruptedException e) {
      abandon(state, task, ended);
      throw e;
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof Error error) {
        throw error;
      }
      throw cause instanceof Exception exception ? exception : e;
    }
  }

  private static void abandon(HookState state, FutureTask<?> task, CountDownLatch ended)
      throws InterruptedException {
    state.stray(true);
    task.cancel(true);
    if (ended.await(GRACE_MILLIS, TimeUnit.MILLISECONDS)) {
      state.stray(false);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
