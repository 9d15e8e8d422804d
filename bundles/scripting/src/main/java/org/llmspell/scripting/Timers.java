package org.llmspell.scripting;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The timers of one script. Confined to the script's thread. */
final class Timers {
  static final int MAX_TIMERS = 10_000;
  private static final int MAX_NOTES = 1_000;

  /**
   * What happened while a timer ran.
   *
   * @param kind {@code lap} or {@code event}
   * @param nanos since the start of the timer
   */
  record Note(String kind, String name, long nanos, @Nullable Object data) {}

  /** One timer. */
  final class Timer {
    private final String id;
    private final String name;
    private final @Nullable Timer parent;
    private final long start = nanos.getAsLong();
    private final long startBytes = bytes.getAsLong();
    private final List<Note> notes = new ArrayList<>();
    private long end = -1;
    private long endBytes;

    private Timer(String id, String name, @Nullable Timer parent) {
      this.id = id;
      this.name = name;
      this.parent = parent;
    }

    String id() {
      return id;
    }

    String name() {
      return name;
    }

    boolean isRunning() {
      return end < 0;
    }

    List<Note> notes() {
      return notes;
    }

    long startBytes() {
      return startBytes;
    }

    /** The bytes in use when it stopped, or now. */
    long endBytes() {
      return isRunning() ? bytes.getAsLong() : endBytes;
    }

    /** How long it ran, or has been running. */
    long elapsedNanos() {
      return (isRunning() ? nanos.getAsLong() - start : end);
    }

    /** Ends it; false when it had ended. */
    boolean stop() {
      if (!isRunning()) {
        return false;
      }
      end = nanos.getAsLong() - start;
      endBytes = bytes.getAsLong();
      running.remove(this);
      return true;
    }

    /** Writes something down; false when it has ended. */
    boolean note(String kind, String what, @Nullable Object data) {
      if (!isRunning() || notes.size() >= MAX_NOTES) {
        return false;
      }
      notes.add(new Note(kind, what, elapsedNanos(), data));
      return true;
    }

    /** The names of the timers that it ran inside of, and its own. */
    String path() {
      String own = name.replace(';', ',').replace('\n', ' ');
      return parent == null ? own : parent.path() + ";" + own;
    }
  }

  private final LongSupplier nanos;
  private final LongSupplier bytes;
  private final Map<String, Timer> timers = new LinkedHashMap<>();
  private final List<Timer> running = new ArrayList<>();
  private long count;

  /**
   * No timers yet.
   *
   * @param nanos the clock, in nanoseconds
   * @param bytes the memory in use
   */
  Timers(LongSupplier nanos, LongSupplier bytes) {
    this.nanos = nanos;
    this.bytes = bytes;
  }

  /** Starts a timer, inside those that are running. */
  Timer start(String name) {
    if (timers.size() >= MAX_TIMERS) {
      Timer oldest = timers.values().iterator().next();
      timers.remove(oldest.id);
      running.remove(oldest);
    }
    var timer = new Timer("timer-" + ++count, name, running.isEmpty() ? null : running.getLast());
    timers.put(timer.id, timer);
    running.add(timer);
    return timer;
  }

  Optional<Timer> find(String id) {
    return Optional.ofNullable(timers.get(id));
  }

  /** All timers in the order of their start. */
  List<Timer> all() {
    return List.copyOf(timers.values());
  }

  /** One line for each stack of timers: the names, and the microseconds spent in the last. */
  String folded() {
    Map<String, Long> own = new LinkedHashMap<>();
    for (Timer timer : timers.values()) {
      own.merge(timer.path(), timer.elapsedNanos(), Long::sum);
      if (timer.parent != null) {
        own.merge(timer.parent.path(), -timer.elapsedNanos(), Long::sum);
      }
    }
    var text = new StringBuilder();
    own.forEach((path, time) ->
        text.append(path).append(' ').append(Math.max(0, time / 1_000)).append('\n'));
    return text.toString();
  }
}
