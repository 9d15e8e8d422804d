package org.llmspell.state;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
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
  private static final int BATCH = 512;

  private final HookRetention retention;
  private final AtomicLong fresh = new AtomicLong();
  private volatile long next = NEVER;

  /** What is to be known of a run. */
  @SuppressWarnings("ArrayRecordComponent") // only carried, never compared
  private record Run(byte[] key, long millis, boolean matters) {}

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
    boolean keepsAll = retention.minCount() == Integer.MAX_VALUE;
    return !keepsAll && (next != NEVER || fresh.get() > 0);
  }

  @Override
  public boolean isDue(long nowMillis) {
    return isPending()
        && (nowMillis >= next || fresh.get() >= Math.clamp(retention.maxCount() / 10, 1, 1_000));
  }

  @Override
  public void run(OpenStore store, Pace pace) throws InterruptedException {
    long counted = fresh.get();
    List<Run> runs = new ArrayList<>();
    var walk = new Walk(store, ALL, ALL);
    for (List<Walk.Entry> step = walk.next(); !step.isEmpty(); step = walk.next()) {
      for (Walk.Entry entry : step) {
        entry
            .header(store)
            .ifPresent(header ->
                runs.add(
                    new Run(entry.key(), header.modifiedMillis(), matters(store, entry, header))));
      }
      pace.rest();
    }
    List<StateWrite> over = over(runs, store.clock().instant());
    for (int from = 0; from < over.size(); from += BATCH) {
      List<StateWrite> batch = over.subList(from, Math.min(over.size(), from + BATCH));
      store.writing(() -> {
        store.backend().write(batch);
        return true;
      });
      pace.rest();
    }
    fresh.addAndGet(-counted);
    next = runs.isEmpty() ? NEVER : store.clock().millis() + HOUR;
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

  /** Those that go: of the ordinary ones the oldest first, and then of those that matter. */
  private List<StateWrite> over(List<Run> runs, Instant now) {
    runs.sort(Comparator.comparing(Run::matters).thenComparingLong(Run::millis));
    List<StateWrite> over = new ArrayList<>();
    for (Run run : runs) {
      int left = runs.size() - over.size();
      boolean old = retention.isOver(Instant.ofEpochMilli(run.millis), run.matters, now);
      if (left > retention.maxCount() || (old && left > retention.minCount())) {
        over.add(StateWrite.delete(run.key));
      }
    }
    return over;
  }
}
