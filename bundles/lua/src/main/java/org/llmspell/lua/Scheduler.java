package org.llmspell.lua;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.Globals;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** Makes and switches the coroutines of one script, and ends those that are left over. */
final class Scheduler implements AutoCloseable {

  /** A coroutine has a smaller stack than the script itself. */
  private static final int MAX_DEPTH = 1_500;

  private static final int MAX_NESTING = 190;

  private final Globals globals;
  private final ScriptHook hook;
  private final Meter meter;
  private final Consumer<Runnable> scope;
  private final Set<Coroutine> alive =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));
  private final List<Coroutine> running = new ArrayList<>();

  /**
   * The scheduler of one script.
   *
   * @param scope runs something with what the script's thread has bound
   */
  Scheduler(Globals globals, ScriptHook hook, Meter meter, Consumer<Runnable> scope) {
    this.globals = globals;
    this.hook = hook;
    this.meter = meter;
    this.scope = scope;
  }

  Frames frames() {
    return hook.stack();
  }

  Globals globals() {
    return globals;
  }

  Thread start(Runnable body) {
    return Thread.ofVirtual().name("lua coroutine").start(() -> scope.accept(body));
  }

  /** Waits for a coroutine to hand back; passes an interrupt on to the meter. */
  void park() {
    LockSupport.park(this);
    if (Thread.interrupted()) {
      meter.interrupted();
    }
  }

  Coroutine create(LuaValue function) {
    meter.allocate(1_024);
    var coroutine = new Coroutine(this, function, new Frames(MAX_DEPTH));
    alive.add(coroutine);
    return coroutine;
  }

  @Nullable Coroutine current() {
    return running.isEmpty() ? null : running.getLast();
  }

  /**
   * Runs a coroutine until it yields or ends.
   *
   * @throws LuaError when it fails, or can not be resumed
   */
  Varargs resume(Coroutine coroutine, Varargs arguments) {
    if (coroutine.status() != Coroutine.Status.SUSPENDED) {
      throw new LuaError(
          LuaValue.valueOf(
              "cannot resume %s coroutine"
                  .formatted(
                      coroutine.status() == Coroutine.Status.DEAD ? "dead" : "non-suspended")));
    }
    if (running.size() >= MAX_NESTING) {
      throw new LuaError("C stack overflow (too many coroutines inside each other)");
    }
    Frames outer = hook.stack();
    Coroutine resumer = current();
    if (resumer != null) {
      resumer.status(Coroutine.Status.NORMAL);
    }
    running.add(coroutine);
    coroutine.status(Coroutine.Status.RUNNING);
    hook.use(coroutine.stack());
    try {
      return coroutine.proceed(arguments);
    } finally {
      running.removeLast();
      hook.use(outer);
      if (resumer != null) {
        resumer.status(Coroutine.Status.RUNNING);
      }
      if (coroutine.status() == Coroutine.Status.DEAD) {
        alive.remove(coroutine);
      }
      meter.step(64);
    }
  }

  /** Suspends the running coroutine. */
  Varargs suspend(Varargs values) {
    Coroutine coroutine = current();
    if (coroutine == null) {
      throw new LuaError("attempt to yield from outside a coroutine");
    }
    return coroutine.suspend(values);
  }

  /** Ends a suspended coroutine. */
  void kill(Coroutine coroutine) {
    coroutine.status(Coroutine.Status.DEAD);
    alive.remove(coroutine);
    coroutine.abandon();
  }

  /** Adds the values of the running coroutines, and of what their resumers hold. */
  void addTo(LiveValues values) {
    running.forEach(values::add);
  }

  @Override
  public void close() {
    List<Coroutine> left;
    synchronized (alive) {
      left = new ArrayList<>(alive);
    }
    left.forEach(this::kill);
  }
}
