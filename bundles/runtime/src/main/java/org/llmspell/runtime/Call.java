package org.llmspell.runtime;

import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.context.ExecutionContext;

/** One call that is inside a tool now, on the thread that made this object. */
final class Call {
  private final Lease lease;
  private final ExecutionContext context;
  private final Thread thread = Thread.currentThread();

  /** Cheaper than the identity hash, which the JVM must make and store for each new object. */
  private final int hash = ThreadLocalRandom.current().nextInt();

  private boolean done;
  private boolean interrupted;

  Call(Lease lease, ExecutionContext context) {
    this.lease = lease;
    this.context = context;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return hash;
  }

  Lease lease() {
    return lease;
  }

  ToolEntry entry() {
    return lease.entry();
  }

  ExecutionContext context() {
    return context;
  }

  Thread thread() {
    return thread;
  }

  /** Whether the context is the one that the tool was given, or was made from it. */
  boolean gave(ExecutionContext other) {
    return other.cancellation().isWithin(context.cancellation());
  }

  /** Interrupts the thread unless the call has ended. */
  synchronized void interrupt() {
    if (!done) {
      interrupted = true;
      thread.interrupt();
    }
  }

  /** Ends the call; an interrupt that was meant for it does not stay behind. */
  synchronized void end() {
    done = true;
    if (interrupted) {
      Thread.interrupted();
    }
  }
}
