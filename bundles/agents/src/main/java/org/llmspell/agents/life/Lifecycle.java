package org.llmspell.agents.life;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.agent.AgentPhase;
import org.llmspell.core.error.SpellException;

/**
 * The one machine of an agent's life: the phases and their table, driven by turns and by hand. Safe
 * to share between threads; no lock is held while the {@link Watcher} is called.
 */
public final class Lifecycle {
  /** How often an agent may be recovered by hand without a good turn in between. */
  public static final int MAX_RECOVERIES = 3;

  private static final int KEPT = 1_000;

  /** Is asked before a transition and told after it. */
  public interface Watcher {
    /**
     * Before a transition by hand, or into or out of use.
     *
     * @throws SpellException to stop the transition
     */
    void before(AgentPhase from, AgentPhase to, @Nullable String reason);

    /** After any transition. */
    void after(Transition transition);
  }

  /**
   * One step.
   *
   * @param elapsed how long the phase before has lasted
   */
  public record Transition(
      AgentPhase from, AgentPhase to, Instant at, Duration elapsed, @Nullable String reason) {}

  private final String agent;
  private final Watcher watcher;
  private final long born = System.nanoTime();
  private final ArrayDeque<Transition> history = new ArrayDeque<>();
  private AgentPhase phase = AgentPhase.UNINITIALIZED;
  private long since = born;
  private long transitions;
  private int active;
  private int recoveries;
  private @Nullable String lastError;

  /** A life that has not begun. */
  public Lifecycle(String agent, Watcher watcher) {
    this.agent = agent;
    this.watcher = watcher;
  }

  /** Where the agent is now. */
  public synchronized AgentPhase phase() {
    return phase;
  }

  /** The last steps, oldest first. */
  public synchronized List<Transition> history() {
    return List.copyOf(history);
  }

  /** How many steps there were. */
  public synchronized long transitions() {
    return transitions;
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
      go(AgentPhase.INITIALIZING, "terminated before its first use");
    }
    go(AgentPhase.TERMINATING, null);
    return true;
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

  /** A transition; to the phase where it is already, nothing happens. */
  private void go(AgentPhase to, @Nullable String reason) {
    AgentPhase from = phase();
    if (from == to) {
      return;
    }
    checkTable(from, to);
    watcher.before(from, to, reason);
    Transition done;
    synchronized (this) {
      if (phase == to) {
        return;
      }
      checkTable(phase, to); // it may have moved meanwhile
      done = record(to, reason);
    }
    watcher.after(done);
  }

  private void checkTable(AgentPhase from, AgentPhase to) {
    if (!from.next().contains(to)) {
      throw SpellException.component(
          "Agent '%s' cannot go from %s to %s; from there it can go to: %s"
              .formatted(agent, from.displayName(), to.displayName(), names(from)),
          null);
    }
  }

  private static String names(AgentPhase from) {
    return from.next().isEmpty()
        ? "nowhere"
        : String.join(", ", from.next().stream().map(AgentPhase::displayName).toList());
  }

  private Transition record(AgentPhase to, @Nullable String reason) {
    long now = System.nanoTime();
    var step = new Transition(phase, to, Instant.now(), Duration.ofNanos(now - since), reason);
    phase = to;
    since = now;
    transitions++;
    if (history.size() == KEPT) {
      history.removeFirst();
    }
    history.addLast(step);
    return step;
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
      if (!phase.canExecute()) {
        throw SpellException.component(
            "Agent '%s' takes no work: it is %s%s"
                .formatted(
                    agent,
                    phase.displayName(),
                    switch (phase) {
                      case PAUSED -> "; call resume() first";
                      case ERROR -> " (" + lastError + "); call recover() first";
                      default -> "";
                    }),
            null);
      }
      active++;
      if (phase == AgentPhase.READY) {
        step = record(AgentPhase.RUNNING, null);
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
    ArrayDeque<Transition> steps = new ArrayDeque<>();
    synchronized (this) {
      active--;
      if (error == null) {
        recoveries = 0;
      } else {
        lastError = error;
      }
      if (active == 0 && phase == AgentPhase.RUNNING) {
        if (error != null) {
          steps.add(record(AgentPhase.ERROR, error));
          steps.add(record(AgentPhase.RECOVERING, "after a failed turn"));
        }
        steps.add(record(AgentPhase.READY, null));
      }
      notifyAll();
    }
    steps.forEach(watcher::after);
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
