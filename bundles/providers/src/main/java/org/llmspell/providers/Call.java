package org.llmspell.providers;

import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.context.Cancellation;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.error.ErrorKind;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.model.ModelName;

/**
 * One call that is inside a provider. The thread that is in the provider's code is interrupted when
 * the call is to end; the interrupt does not get out of it. Safe to share between threads.
 */
final class Call {
  private final ModelName name;
  private final ExecutionContext context;
  private final Cancellation own;
  private @Nullable Thread thread;
  private @Nullable AutoCloseable toClose;
  private boolean interrupted;
  private volatile @Nullable String cut;

  Call(ModelName name, ExecutionContext outer) {
    this.name = name;
    this.own = outer.cancellation().child();
    this.context = outer.withCancellation(own);
  }

  ModelName name() {
    return name;
  }

  /** What the provider is called with. */
  ExecutionContext context() {
    return context;
  }

  /** This thread is in the provider's code now. */
  synchronized void begin() {
    if (own.isCancelled()) {
      throw ended(null);
    }
    thread = Thread.currentThread();
  }

  /** This thread is out of the provider's code. */
  synchronized void end() {
    thread = null;
    if (interrupted) {
      interrupted = false;
      Thread.interrupted();
    }
  }

  /** What ends the call when no thread is inside. */
  synchronized void closing(AutoCloseable stream) {
    toClose = stream;
  }

  boolean isOver() {
    return own.isCancelled();
  }

  /** Interrupts the thread that is inside, once. */
  synchronized void interrupt() {
    Thread inside = thread;
    if (inside != null && !interrupted) {
      interrupted = true;
      inside.interrupt();
    }
  }

  /** Ends the call. */
  void cancel(String why) {
    own.cancel(why);
  }

  /** Ends the call because its provider goes. */
  void cut(String why) {
    cut = why;
    own.cancel(why);
    interrupt();
    AutoCloseable stream;
    synchronized (this) {
      stream = thread == null ? toClose : null;
    }
    if (stream != null) {
      Calls.close(stream);
    }
  }

  /** Why the call has ended early, as what is thrown. */
  RuntimeException ended(@Nullable Throwable cause) {
    String why = cut;
    if (why != null) {
      return new SpellException(
          new ErrorKind.Provider(name.provider()),
          "The request to %s was cut off: %s".formatted(name, why),
          cause);
    }
    if (own.isExpired()) {
      return new SpellException(
          new ErrorKind.Timeout(null),
          "%s did not answer before the deadline of the call".formatted(name),
          cause);
    }
    var cancelled =
        new CancellationException(
            "The request to %s was cancelled: %s"
                .formatted(name, own.reason().orElse("its thread was interrupted")));
    if (cause != null) {
      cancelled.initCause(cause);
    }
    return cancelled;
  }
}
