package org.llmspell.hooks;

import java.util.ArrayList;
import java.util.List;

/**
 * How hooks have led to the call that runs now: the tools that it was redirected from, and whether
 * it belongs to a fork. Keeps redirects and forks from going on for ever.
 */
record Trail(List<String> redirectedFrom, boolean forked) {
  private static final ScopedValue<Trail> CURRENT = ScopedValue.newInstance();
  private static final Trail START = new Trail(List.of(), false);

  static Trail current() {
    return CURRENT.isBound() ? CURRENT.get() : START;
  }

  boolean contains(String tool) {
    return redirectedFrom.contains(tool);
  }

  /** Runs the call that a call of this tool was redirected to. */
  <T> T redirected(String from, ScopedValue.CallableOp<T, RuntimeException> call) {
    List<String> more = new ArrayList<>(redirectedFrom);
    more.add(from);
    return ScopedValue.where(CURRENT, new Trail(List.copyOf(more), forked)).call(call);
  }

  /** Runs an operation of a fork. */
  <T> T inFork(ScopedValue.CallableOp<T, RuntimeException> call) {
    return ScopedValue.where(CURRENT, new Trail(redirectedFrom, true)).call(call);
  }
}
