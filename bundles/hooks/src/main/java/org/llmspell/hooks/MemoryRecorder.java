package org.llmspell.hooks;

import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.hook.replay.HookExecution;
import org.llmspell.core.hook.replay.HookRecorder;
import org.llmspell.core.hook.replay.HookRetention;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * Keeps runs in memory, once it is told to record, for as long as its {@link HookRetention} says.
 */
@Component(name = "org.llmspell.hooks.recorder", property = "service.ranking:Integer=-1000")
@Designate(ocd = MemoryRecorder.Config.class)
public final class MemoryRecorder implements HookRecorder {

  /** The settings {@code hooks.recorder.*}. */
  @ObjectClassDefinition(name = "Recorded runs of hooks")
  public @interface Config {
    /** {@code hooks.recorder.retention}. */
    @AttributeDefinition(
        description = "How long runs are kept: default, short_term, long_term or retain_all.")
    String retention() default "default";

    /** {@code hooks.recorder.max_age_seconds}. */
    @AttributeDefinition(description = "In place of the policy's greatest age; 0 for that one.")
    long max_age_seconds() default 0;

    /** {@code hooks.recorder.max_count}. */
    @AttributeDefinition(description = "In place of the policy's greatest number; 0 for that one.")
    int max_count() default 0;
  }

  private HookRetention retention;
  private final InstantSource clock;
  private final Deque<Kept> ordinary = new ArrayDeque<>();
  private final Deque<Kept> important = new ArrayDeque<>();
  private long count;
  private volatile boolean recording;

  /** A run and its place in the order of recording. */
  private record Kept(long number, HookExecution run) {}

  /** Does not record yet. */
  @Activate
  public MemoryRecorder(Config config) {
    this(retention(config), Clock.systemUTC());
  }

  MemoryRecorder(HookRetention retention, InstantSource clock) {
    this.retention = retention;
    this.clock = clock;
  }

  /** Other settings; it goes on recording, and what is recorded stays as far as they allow. */
  @Modified
  void change(Config config) {
    change(retention(config));
  }

  synchronized void change(HookRetention wanted) {
    retention = wanted;
    while (size() > retention.maxCount()) {
      (ordinary.isEmpty() ? important : ordinary).removeFirst();
    }
    forgetOld();
  }

  private static HookRetention retention(Config config) {
    return HookRetention.of(config.retention(), config.max_age_seconds(), config.max_count());
  }

  @Override
  public boolean isRecording() {
    return recording;
  }

  @Override
  public void setRecording(boolean newRecording) {
    recording = newRecording;
  }

  @Override
  public synchronized void record(HookExecution execution) {
    var kept = new Kept(count++, execution);
    (retention.matters(execution.metadata()) ? important : ordinary).addLast(kept);
    if (size() > retention.maxCount()) {
      (ordinary.isEmpty() ? important : ordinary).removeFirst();
    }
    forgetOld();
  }

  private int size() {
    return ordinary.size() + important.size();
  }

  /** Forgets what is too old, the oldest first. */
  private void forgetOld() {
    Instant now = clock.instant();
    while (size() > retention.minCount()) {
      Deque<Kept> from = isOver(ordinary.peekFirst(), false, now) ? ordinary : important;
      if (from == important && !isOver(important.peekFirst(), true, now)) {
        return;
      }
      from.removeFirst();
    }
  }

  private boolean isOver(@Nullable Kept oldest, boolean matters, Instant now) {
    return oldest != null && retention.isOver(oldest.run.timestamp(), matters, now);
  }

  @Override
  public synchronized List<HookExecution> find(Predicate<HookExecution> filter) {
    forgetOld();
    return Stream.concat(ordinary.stream(), important.stream())
        .sorted(Comparator.comparingLong(Kept::number))
        .map(Kept::run)
        .filter(filter)
        .toList();
  }

  @Override
  public synchronized void clear() {
    ordinary.clear();
    important.clear();
  }
}
