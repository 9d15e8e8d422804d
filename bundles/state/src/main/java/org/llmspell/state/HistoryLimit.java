package org.llmspell.state;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.hook.replay.HookRetention;
import org.llmspell.core.state.backend.StateWrite;
import org.llmspell.state.store.Keys;
import org.llmspell.state.store.OpenStore;
import org.llmspell.state.store.RecordCodec.Header;

/**
 * Forgets recorded runs of hooks that are too old or too many. It looks once after the store was
 * opened, when a tenth more has come in than may be there (a thousand at most), and every hour.
 */
final class HistoryLimit implements Upkeep.Chore {
  private static final byte[] ALL = Keys.prefix(Keys.HOOK_HISTORY);
  private static final long HOUR = Duration.ofHours(1).toMillis();
  private static final long NEVER = Long.MAX_VALUE;

  private final HookRetention retention;
  private final AtomicLong fresh = new AtomicLong();
  private volatile long next = NEVER;

  HistoryLimit(HookRetention retention) {
    this.retention = retention;
  }

  /** A run was recorded. */
  void recorded() {
    fresh.incrementAndGet();
  }

  @Override
  public void opened(OpenStore store) {
    next = store.backend().size() == 0 ? NEVER : 0;
  }

  @Override
  public boolean isPending() {
    return next != NEVER || fresh.get() > 0;
  }

  @Override
  public boolean isDue(long nowMillis) {
    return nowMillis >= next || fresh.get() >= Math.clamp(retention.maxCount() / 10, 1, 1_000);
  }

  @Override
  public void run(OpenStore store, Pace pace) throws InterruptedException {
    long counted = fresh.get();
    Times ordinary = new Times();
    Times important = new Times();
    var walk = new Walk(store, ALL, ALL);
    for (List<Walk.Entry> step = walk.next(); !step.isEmpty(); step = walk.next()) {
      for (Walk.Entry entry : step) {
        entry
            .header(store)
            .ifPresent(header ->
                (matters(store, entry, header) ? important : ordinary)
                    .add(header.modifiedMillis()));
      }
      pace.rest();
    }
    choose(ordinary, important, store.clock().instant());
    if (ordinary.chosen + important.chosen > 0) {
      remove(store, pace, ordinary.cut(), important.cut());
    }
    fresh.addAndGet(-counted);
    next = ordinary.count + important.count == 0 ? NEVER : store.clock().millis() + HOUR;
  }

  private boolean matters(OpenStore store, Walk.Entry entry, Header header) {
    try {
      Map<String, @Nullable Object> form =
          AgentForm.map(store.codec().value(entry.key(), entry.bytes(), header));
      Map<String, String> metadata = new LinkedHashMap<>();
      AgentForm.map(form.get("metadata"))
          .forEach((name, value) -> metadata.put(name, String.valueOf(value)));
      return retention.matters(metadata);
    } catch (SpellException _) {
      return true; // damaged: the one who reads it is told
    }
  }

  /** Chooses those that go: first what is too many, the important ones last; then the old ones. */
  private void choose(Times ordinary, Times important, Instant now) {
    ordinary.sort();
    important.sort();
    int left = ordinary.count + important.count;
    ordinary.chosen = Math.clamp((long) left - retention.maxCount(), 0, ordinary.count);
    left -= ordinary.chosen;
    important.chosen = Math.clamp((long) left - retention.maxCount(), 0, important.count);
    left -= important.chosen;
    left -= chooseOld(ordinary, false, now, left);
    chooseOld(important, true, now, left);
  }

  private int chooseOld(Times times, boolean matters, Instant now, int left) {
    int before = times.chosen;
    while (times.chosen < times.count
        && left - (times.chosen - before) > retention.minCount()
        && retention.isOver(Instant.ofEpochMilli(times.at(times.chosen)), matters, now)) {
      times.chosen++;
    }
    return times.chosen - before;
  }

  private void remove(OpenStore store, Pace pace, Cut ordinary, Cut important)
      throws InterruptedException {
    var walk = new Walk(store, ALL, ALL);
    for (List<Walk.Entry> step = walk.next(); !step.isEmpty(); step = walk.next()) {
      List<StateWrite> changes = new ArrayList<>();
      for (Walk.Entry entry : step) {
        entry
            .header(store)
            .filter(header ->
                (matters(store, entry, header) ? important : ordinary)
                    .takes(header.modifiedMillis()))
            .ifPresent(header -> changes.add(StateWrite.delete(entry.key())));
      }
      if (!changes.isEmpty()) {
        store.writing(() -> {
          store.backend().write(changes);
          return true;
        });
      }
      pace.rest();
    }
  }

  /** The times of runs, and how many of the first of them are to go. */
  private static final class Times {
    private long[] values = new long[64];
    private int count;
    private int chosen;

    void add(long millis) {
      if (count == values.length) {
        values = Arrays.copyOf(values, 2 * count);
      }
      values[count++] = millis;
    }

    void sort() {
      Arrays.sort(values, 0, count);
    }

    long at(int index) {
      return values[index];
    }

    /** All before the last that goes, and of those at its very time as many as were chosen. */
    Cut cut() {
      if (chosen == 0) {
        return new Cut(Long.MIN_VALUE, 0);
      }
      long last = values[chosen - 1];
      int before = chosen - 1;
      while (before > 0 && values[before - 1] == last) {
        before--;
      }
      return new Cut(last, chosen - before);
    }
  }

  /** Up to where runs go. */
  private static final class Cut {
    private final long last;
    private int atLast;

    Cut(long last, int atLast) {
      this.last = last;
      this.atLast = atLast;
    }

    boolean takes(long millis) {
      return millis < last || (millis == last && atLast-- > 0);
    }
  }
}
