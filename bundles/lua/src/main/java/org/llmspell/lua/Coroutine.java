package org.llmspell.lua;

import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaThread;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/**
 * A coroutine on a virtual thread. Only one thread of a script runs at any time: resuming hands
 * over to the coroutine's thread and waits for it to hand back.
 */
final class Coroutine extends LuaThread {

  /** How far a coroutine is, in the words of {@code coroutine.status}. */
  enum Status {
    SUSPENDED,
    RUNNING,
    NORMAL,
    DEAD
  }

  /** What comes back from a coroutine. */
  private sealed interface Outcome {
    record Values(Varargs values) implements Outcome {}

    record Failed(LuaValue error) implements Outcome {}

    record Stopped(Error error) implements Outcome {}
  }

  private final Scheduler scheduler;
  private final LuaValue function;
  private final Frames stack;
  private @Nullable Thread thread;
  private volatile @Nullable Thread resumer;
  private Varargs input = LuaValue.NONE;
  private Outcome outcome = new Outcome.Values(LuaValue.NONE);
  private Status status = Status.SUSPENDED;
  private volatile boolean mine;
  private volatile boolean over;

  Coroutine(Scheduler scheduler, LuaValue function, Frames stack) {
    super(scheduler.globals(), function);
    this.scheduler = scheduler;
    this.function = function;
    this.stack = stack;
  }

  LuaValue function() {
    return function;
  }

  Frames stack() {
    return stack;
  }

  Status status() {
    return status;
  }

  void status(Status newStatus) {
    status = newStatus;
  }

  @Override
  public String getStatus() {
    return status.name().toLowerCase(Locale.ROOT);
  }

  /**
   * Runs the coroutine until it yields or ends.
   *
   * @throws LuaError when it fails
   */
  Varargs proceed(Varargs arguments) {
    input = arguments;
    resumer = Thread.currentThread();
    mine = true;
    Thread known = thread;
    if (known == null) {
      thread = scheduler.start(this::live);
    } else {
      LockSupport.unpark(known);
    }
    while (mine) {
      scheduler.park();
    }
    return switch (outcome) {
      case Outcome.Values(var values) -> values;
      case Outcome.Failed(var error) -> throw new LuaError(error);
      case Outcome.Stopped(var error) -> throw error;
    };
  }

  private void live() {
    try {
      outcome = new Outcome.Values(function.invoke(input));
    } catch (LuaError e) {
      outcome = new Outcome.Failed(Positions.value(e, stack));
    } catch (StackOverflowError e) {
      outcome = new Outcome.Failed(LuaValue.valueOf(stack.latest() + ": stack overflow"));
    } catch (StopError | OutOfMemoryError e) {
      outcome = new Outcome.Stopped(e);
    } catch (RuntimeException e) {
      outcome = new Outcome.Failed(Positions.value(new LuaError(e), stack));
    }
    status = Status.DEAD;
    handBack();
  }

  /** Hands values to the resumer and waits to be resumed; on the coroutine's thread. */
  Varargs suspend(Varargs values) {
    outcome = new Outcome.Values(values);
    status = Status.SUSPENDED;
    handBack();
    while (!mine && !over) {
      LockSupport.park(this);
      // An interrupt must not make this a busy loop; the meter of the running thread sees it.
      Thread.interrupted();
    }
    if (over) {
      throw new StopError(new StopError.Reason.Over());
    }
    return input;
  }

  private void handBack() {
    mine = false;
    LockSupport.unpark(resumer);
  }

  /** Ends the thread of a coroutine that nobody will resume any more. */
  void abandon() {
    over = true;
    LockSupport.unpark(thread);
  }
}
