package org.llmspell.providers;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.error.ErrorKind;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.model.ModelName;

/**
 * Watches the calls that are inside providers: one thread, which is only there while there are
 * calls, interrupts those that are to end.
 */
final class Calls {
  private static final System.Logger LOG = System.getLogger("llmspell.providers");
  private static final long LOOK_NANOS = 10_000_000;

  private final Set<Call> running = ConcurrentHashMap.newKeySet();
  private boolean watching;

  /** Watches a call until {@link #end}. */
  void begin(Call call) {
    running.add(call);
    synchronized (this) {
      if (!watching) {
        watching = true;
        Thread.ofVirtual().name("llmspell-models").start(this::watch);
      }
    }
  }

  void end(Call call) {
    running.remove(call);
  }

  private void watch() {
    while (true) {
      running.stream().filter(Call::isOver).forEach(Call::interrupt);
      synchronized (this) {
        if (running.isEmpty()) {
          watching = false;
          return;
        }
      }
      LockSupport.parkNanos(this, LOOK_NANOS);
    }
  }

  /**
   * Waits for a while.
   *
   * @throws CancellationException when the call is cancelled meanwhile
   */
  static void pause(Duration time, ExecutionContext context, ModelName name) {
    long end = System.nanoTime() + time.toNanos();
    for (long rest = time.toNanos(); rest > 0; rest = end - System.nanoTime()) {
      check(context, name);
      LockSupport.parkNanos(Math.min(rest, LOOK_NANOS));
      if (Thread.currentThread().isInterrupted()) {
        throw interrupted(name);
      }
    }
  }

  /** Throws when a call should end. */
  static void check(ExecutionContext context, ModelName name) {
    if (context.cancellation().isExpired()) {
      throw new SpellException(
          new ErrorKind.Timeout(null),
          "%s was not asked: the deadline of the call has passed".formatted(name));
    }
    context
        .cancellation()
        .reason()
        .ifPresent(why -> {
          throw new CancellationException(
              "The request to %s was cancelled: %s".formatted(name, why));
        });
  }

  static CancellationException interrupted(ModelName name) {
    return new CancellationException(
        "The request to %s was cancelled: its thread was interrupted".formatted(name));
  }

  /** Closes what a provider has given, whatever it throws. */
  static void close(@Nullable AutoCloseable resource) {
    if (resource != null) {
      try {
        resource.close();
      } catch (Exception e) {
        LOG.log(Level.WARNING, "A stream of a language model could not be closed", e);
      }
    }
  }
}
