package org.llmspell.core.hook.replay;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** When something is run again. Values only: whoever runs it asks for the next time. */
public sealed interface ReplaySchedule {

  /** The name of the kind in lower case. */
  String typeName();

  /**
   * When the next run is due; empty when there is none any more.
   *
   * @param start when the schedule was set up
   * @param runs how many runs there were so far
   * @param last when the last of them was due; the start when there was none
   */
  Optional<Instant> next(Instant start, int runs, Instant last);

  /**
   * Once, after a delay.
   *
   * @param delay from the start
   */
  record Once(Duration delay) implements ReplaySchedule {
    @Override
    public String typeName() {
      return "once";
    }

    @Override
    public Optional<Instant> next(Instant start, int runs, Instant last) {
      return runs == 0 ? Optional.of(start.plus(delay)) : Optional.empty();
    }
  }

  /**
   * Once, at a time; at once when that has passed.
   *
   * @param time when
   */
  record At(Instant time) implements ReplaySchedule {
    @Override
    public String typeName() {
      return "at";
    }

    @Override
    public Optional<Instant> next(Instant start, int runs, Instant last) {
      return runs == 0 ? Optional.of(time.isBefore(start) ? start : time) : Optional.empty();
    }
  }

  /**
   * Again and again.
   *
   * @param initialDelay from the start to the first run
   * @param interval from one run to the next
   * @param max how many runs; null for no end
   */
  record Interval(Duration initialDelay, Duration interval, @Nullable Integer max)
      implements ReplaySchedule {
    @Override
    public String typeName() {
      return "interval";
    }

    @Override
    public Optional<Instant> next(Instant start, int runs, Instant last) {
      if (max != null && runs >= max) {
        return Optional.empty();
      }
      return Optional.of(runs == 0 ? start.plus(initialDelay) : last.plus(interval));
    }
  }

  /**
   * By the calendar.
   *
   * @param expression five fields, see {@link CronExpression}; not checked until it is used
   */
  record Cron(String expression) implements ReplaySchedule {
    @Override
    public String typeName() {
      return "cron";
    }

    @Override
    public Optional<Instant> next(Instant start, int runs, Instant last) {
      return CronExpression.parse(expression).next(last, ZoneId.of("UTC"));
    }
  }
}
