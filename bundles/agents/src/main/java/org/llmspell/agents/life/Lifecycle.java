package org.llmspell.agents.life;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.agent.AgentPhase;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.hook.BreakerConfig;

/**
 * The one machine of an agent's life, driven by turns and by hand. A breaker blocks the steps by
 * hand, and the first one of all, while too many were stopped. Safe to share between threads; no
 * lock is held while the {@link Watcher} is called.
 */
public final class Lifecycle {
  /** How often an agent may be recovered by hand without a good turn in between. */
  public static final int MAX_RECOVERIES = 3;

  /** Is asked before a transition and told after it. */
  public interface Watcher {
    /**
     * Before a transition by hand, or into or out of use.
     *
     * @throws SpellException to stop the transition; too often, and the breaker stops them all
     */
    void before(AgentPhase from, AgentPhase to, @Nullable String reason);

    /** After any transition; must not throw. */
    void after(Transition transition);
  }

  private final String agent;
  private final Watcher watcher;
  private final long born = System.nanoTime();
  private final StepBreaker breaker;
  private final Steps steps;
  private int active;
  private int recoveries;
  private @Nullable String lastError;

  /** A life that has not begun. */
  public Lifecycle(String agent, Watcher watcher) {
    this(agent, watcher, System::nanoTime);
  }

  /** As above, with a clock for the breaker. */
  Lifecycle(String agent, Watcher watcher, LongSupplier nanoClock) {
    this.agent = agent;
    this.watcher = watcher;
    this.breaker = new StepBreaker(agent, BreakerConfig.DEFAULT, nanoClock);
    this.steps = new Steps(agent);
  }

  /** Where the agent is now. */
  public synchronized AgentPhase phase() {
    return steps.phase();
  }

  /** The last steps, oldest first. */
  public synchronized List<Transition> history() {
    return steps.history();
  }

  /** How many steps there were. */
  public synchronized long transitions() {
    return steps.count();
  }

  /** How often it was recovered by hand since its last good turn. */
  public synchronized int recoveries() {
    return recoveries;
  }

  /** What went wrong last. */
  public synchronized Optional<String> lastError() {
    return Optional.ofNullable(lastError);
  }

  /** How many turns run now. */
  public synchronized int active() {
    return active;
  }

  /** Whether steps by hand are let through: {@code closed}, {@code open} or {@code half_open}. */
  public String breaker() {
    return breaker.state();
  }

  /** How long ago it was made. */
  public Duration uptime() {
    return Duration.ofNanos(System.nanoTime() - born);
  }

  /** From Uninitialized to Ready. */
  public void initialize() {
    require("initialize", AgentPhase.UNINITIALIZED);
    go(AgentPhase.INITIALIZING, null);
    go(AgentPhase.READY, null);
  }

  /** From Ready or Paused to Running. */
  public void start() {
    require("start", AgentPhase.READY, AgentPhase.PAUSED);
    go(AgentPhase.RUNNING, null);
  }

  /** From Running to Paused: turns under way go on, new ones are refused. */
  public void pause() {
    require("pause", AgentPhase.RUNNING);
    go(AgentPhase.PAUSED, null);
  }

  /** From Paused to Running. */
  public void resume() {
    require("resume", AgentPhase.PAUSED);
    go(AgentPhase.RUNNING, null);
  }

  /** From Running to Ready. */
  public void stop() {
    require("stop", AgentPhase.RUNNING);
    go(AgentPhase.READY, null);
  }

  /** To Terminating from wherever it is; says whether there was anything to end. */
  public boolean beginTermination() {
    AgentPhase now = phase();
    if (now == AgentPhase.TERMINATED || now == AgentPhase.TERMINATING) {
      return false;
    }
    if (now == AgentPhase.UNINITIALIZED) {
      move(AgentPhase.INITIALIZING, "terminated before its first use");
    }
    go(AgentPhase.TERMINATING, null);
    return true;
  }

  /** As {@link #beginTermination}, but nobody can stop it. */
  public boolean forceTermination() {
    try {
      return beginTermination();
    } catch (SpellException e) {
      move(AgentPhase.TERMINATING, "in spite of: " + e.message());
      return true;
    }
  }

  /** From Terminating to Terminated. */
  public void endTermination() {
    go(AgentPhase.TERMINATED, null);
  }

  /** To Error from wherever it is but Terminated. */
  public void error(String message) {
    synchronized (this) {
      lastError = message;
    }
    go(AgentPhase.ERROR, message);
  }

  /** From Error by Recovering to Ready. */
  public void recover() {
    require("recover", AgentPhase.ERROR);
    synchronized (this) {
      if (recoveries >= MAX_RECOVERIES) {
        throw SpellException.component(
            "Agent '%s': Maximum recovery attempts (%d) exceeded; its last error: %s"
                .formatted(agent, MAX_RECOVERIES, lastError),
            null);
      }
      recoveries++;
    }
    go(AgentPhase.RECOVERING, null);
    go(AgentPhase.READY, null);
  }

  private void require(String operation, AgentPhase... allowed) {
    AgentPhase now = phase();
    if (!List.of(allowed).contains(now)) {
      throw illegal(
          operation,
          now,
          String.join(" or ", List.of(allowed).stream().map(AgentPhase::displayName).toList()));
    }
  }

  private SpellException illegal(String operation, AgentPhase now, String wanted) {
    return SpellException.component(
        "Cannot %s agent '%s': it is %s but must be %s"
            .formatted(operation, agent, now.displayName(), wanted),
        null);
  }

  /** A transition, if nobody stops it; to the phase where it is already, nothing happens. */
  private void go(AgentPhase to, @Nullable String reason) {
    AgentPhase from = phase();
    if (from == to) {
      return;
    }
    Steps.check(agent, from, to);
    breaker.pass(from, to, () -> watcher.before(from, to, reason));
    move(to, reason);
  }

  /** A transition that nobody is asked for. */
  private void move(AgentPhase to, @Nullable String reason) {
    Transition done;
    synchronized (this) {
      if (steps.phase() == to) {
        return; // it may have moved meanwhile
      }
      done = steps.step(to, reason);
    }
    watcher.after(done);
  }

  /**
   * A turn begins: gets the agent ready when it is new, brings it back when it has failed.
   *
   * @throws SpellException of kind Component when it takes no work now
   */
  public void begin() {
    if (phase() == AgentPhase.UNINITIALIZED) {
      initializeOnce();
    }
    Transition step = null;
    synchronized (this) {
      AgentPhase now = steps.phase();
      if (!now.canExecute()) {
        throw SpellException.component(
            "Agent '%s' takes no work: it is %s%s"
                .formatted(
                    agent,
                    now.displayName(),
                    switch (now) {
                      case PAUSED -> "; call resume() first";
                      case ERROR -> " (" + lastError + "); call recover() first";
                      default -> "";
                    }),
            null);
      }
      active++;
      if (now == AgentPhase.READY) {
        step = steps.step(AgentPhase.RUNNING, null);
      }
    }
    if (step != null) {
      watcher.after(step);
    }
  }

  /** Another thread may be doing it, or may have done it just now. */
  private void initializeOnce() {
    try {
      initialize();
    } catch (SpellException e) {
      if (!phase().canExecute()) {
        throw e;
      }
    }
  }

  /**
   * A turn has ended. After a failure the agent goes by Error and Recovering back to Ready.
   *
   * @param error what went wrong; null when nothing did
   */
  public void end(@Nullable String error) {
    List<Transition> done = new ArrayList<>();
    synchronized (this) {
      active--;
      if (error == null) {
        recoveries = 0;
      } else {
        lastError = error;
      }
      if (active == 0 && steps.phase() == AgentPhase.RUNNING) {
        if (error != null) {
          done.add(steps.step(AgentPhase.ERROR, error));
          done.add(steps.step(AgentPhase.RECOVERING, "after a failed turn"));
        }
        done.add(steps.step(AgentPhase.READY, null));
      }
      notifyAll();
    }
    done.forEach(watcher::after);
  }

  /** Waits until no turn runs any more; false when some still do after the time. */
  public synchronized boolean awaitIdle(Duration time) throws InterruptedException {
    long end = System.nanoTime() + time.toNanos();
    while (active > 0) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      wait(Math.max(1, left / 1_000_000));
    }
    return true;
  }
}
