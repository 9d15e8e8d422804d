package org.llmspell.security;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;

/**
 * The calls that run now. To note one and to strike it out costs a write each, to a slot that the
 * number of the thread chooses; what finds no free slot goes to a set. Safe to share between
 * threads.
 */
final class RunningCalls {
  private static final int SLOTS = 64;
  private static final int TRIES = 4;

  /** Slots that threads use side by side are not in one line of the processor's cache. */
  private static final int STRIDE = 16;

  private static final int NONE = -1;

  private final AtomicReferenceArray<RunningCall> slots =
      new AtomicReferenceArray<>(SLOTS * STRIDE);
  private final Set<RunningCall> others = ConcurrentHashMap.newKeySet();

  void add(RunningCall call) {
    int first = (int) call.thread().threadId();
    for (int i = 0; i < TRIES; i++) {
      int slot = (first + i & SLOTS - 1) * STRIDE;
      if (slots.getPlain(slot) == null && slots.compareAndSet(slot, null, call)) {
        call.slot = slot;
        return;
      }
    }
    call.slot = NONE;
    others.add(call);
  }

  void remove(RunningCall call) {
    if (call.slot == NONE) {
      others.remove(call);
    } else {
      slots.setRelease(call.slot, null);
    }
  }

  boolean isEmpty() {
    for (int slot = 0; slot < SLOTS * STRIDE; slot += STRIDE) {
      if (slots.get(slot) != null) {
        return false;
      }
    }
    return others.isEmpty();
  }

  void forEach(Consumer<RunningCall> action) {
    for (int slot = 0; slot < SLOTS * STRIDE; slot += STRIDE) {
      RunningCall call = slots.get(slot);
      if (call != null) {
        action.accept(call);
      }
    }
    others.forEach(action);
  }
}
