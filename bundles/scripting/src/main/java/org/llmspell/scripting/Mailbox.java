package org.llmspell.scripting;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.ErrorKind;
import org.llmspell.core.error.SpellException;

/**
 * Brings work of other threads to the script's thread, which does it whenever it waits. There is no
 * lock, so a script that waits for work which calls back into the script does not wait for itself.
 */
final class Mailbox {
  private static final long LOOK_MILLIS = 50;

  private final String script;
  private final BooleanSupplier cancelled;
  private final LinkedBlockingQueue<FutureTask<?>> tasks = new LinkedBlockingQueue<>();
  private volatile boolean closed;

  /**
   * An empty mailbox.
   *
   * @param script the name of the script, for messages
   * @param cancelled whether the script has to stop, so that nobody should wait any longer
   */
  Mailbox(String script, BooleanSupplier cancelled) {
    this.script = script;
    this.cancelled = cancelled;
  }

  /** Has work done on the script's thread without waiting for it; any thread. */
  void send(Runnable work) {
    add(new FutureTask<>(work, null));
  }

  private void add(FutureTask<?> task) {
    tasks.add(task);
    if (closed) {
      task.cancel(false);
    }
  }

  /** Has work done on the script's thread and waits for it; called by another thread. */
  <T extends @Nullable Object> T post(Callable<T> work) throws Exception {
    var task = new FutureTask<T>(work);
    add(task);
    try {
      return task.get();
    } catch (ExecutionException e) {
      throw unwrapped(e);
    } catch (InterruptedException e) {
      task.cancel(false);
      throw e;
    } catch (CancellationException e) {
      throw new SpellException(
          new ErrorKind.Script(null, null), "The script '%s' has ended".formatted(script), e);
    }
  }

  private static Exception unwrapped(ExecutionException e) {
    if (e.getCause() instanceof Error error) {
      throw error;
    }
    return e.getCause() instanceof Exception cause ? cause : e;
  }

  /**
   * Does work on a thread of its own, and what comes in meanwhile on this one. An interrupt of this
   * thread, and the end of the script's time, interrupt the work.
   */
  <T extends @Nullable Object> T await(Callable<T> work) throws Exception {
    var done = new CompletableFuture<@Nullable Void>();
    var task =
        new FutureTask<T>(work) {
          @Override
          protected void done() {
            done.complete(null);
            tasks.add(new FutureTask<>(() -> null)); // wakes the one who waits
          }
        };
    Thread worker = Thread.ofVirtual().name("script work").start(task);
    boolean interrupted = false;
    boolean told = false;
    while (!done.isDone()) {
      try {
        serve(LOOK_MILLIS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
      if (!told && (interrupted || cancelled.getAsBoolean())) {
        told = true;
        worker.interrupt();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt(); // for the engine, which ends the script
    }
    return result(task);
  }

  private static <T extends @Nullable Object> T result(FutureTask<T> task) throws Exception {
    boolean interrupted = Thread.interrupted(); // the task is done, so nothing is waited for
    try {
      return task.get();
    } catch (ExecutionException e) {
      throw unwrapped(e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Does the work that comes in until the time is over, or the script has to stop. */
  void pause(Duration time) throws InterruptedException {
    long end = System.nanoTime() + time.toNanos();
    for (long rest = time.toNanos();
        rest > 0 && !cancelled.getAsBoolean();
        rest = end - System.nanoTime()) {
      serve(Math.clamp(TimeUnit.NANOSECONDS.toMillis(rest), 1, LOOK_MILLIS));
    }
  }

  private void serve(long millis) throws InterruptedException {
    serve(millis, () -> {});
  }

  /** Does the next piece of work when one comes in time; something else is run before it. */
  void serve(long millis, Runnable before) throws InterruptedException {
    Runnable task = tasks.poll(millis, TimeUnit.MILLISECONDS);
    if (task != null) {
      before.run();
      task.run();
    }
  }

  /** The script has ended: nobody will do what is still in the box. */
  void close() {
    closed = true;
    for (Future<?> task = tasks.poll(); task != null; task = tasks.poll()) {
      task.cancel(false);
    }
  }
}
