package org.llmspell.runtime;

import org.jspecify.annotations.Nullable;
import org.llmspell.core.context.ExecutionContext;

/** One call that is inside a tool: who makes it, for whom, and from inside which other call. */
final class Call {
  private final ToolEntry entry;
  private final ExecutionContext context;
  private final @Nullable Call parent;
  private final Thread thread = Thread.currentThread();
  private boolean done;
  private boolean interrupted;

  Call(ToolEntry entry, ExecutionContext context, @Nullable Call parent) {
    this.entry = entry;
    this.context = context;
    this.parent = parent;
  }

  ToolEntry entry() {
    return entry;
  }

  ExecutionContext context() {
    return context;
  }

  @Nullable Call parent() {
    return parent;
  }

  Thread thread() {
    return thread;
  }

  /** Whether this call, or one that it was made from, is inside a tool of the bundle. */
  boolean isInside(long bundleId) {
    for (Call call = this; call != null; call = call.parent) {
      if (call.entry.bundleId() == bundleId) {
        return true;
      }
    }
    return false;
  }

  /** Whether the context is the one that the tool was given, or was made from it. */
  boolean gave(ExecutionContext other) {
    return other == context || other.parentId().filter(context.id()::equals).isPresent();
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
