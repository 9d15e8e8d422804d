package org.llmspell.state;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.state.StateProgress;
import org.llmspell.core.state.backend.StateSnapshot;
import org.llmspell.core.state.backend.StateWrite;
import org.llmspell.state.store.Keys;
import org.llmspell.state.store.OpenStore;
import org.llmspell.state.store.PendingTask;
import org.llmspell.state.store.StateSettings;
import org.llmspell.state.store.TaskHandler;

/**
 * Copies all data of one store into another one, in batches. Interrupted, it is done again from the
 * start when the source is on disk.
 */
final class CarryOver implements TaskHandler {
  private static final String KIND = "carry-over";
  private static final String FROM = "from";
  private static final String PATH = "path";
  private static final String MODE = "mode";
  private static final int BATCH = 1_000;

  private final StoreOpener opener;
  private final StateSettings settings;

  /** What becomes of the entries that the target has. */
  enum Mode {
    /** They go. */
    REPLACE,
    /** They stay; of two with the same key the one of the source counts. */
    OVERLAY,
    /** They stay; of two with the same key the one of the target counts. */
    FILL
  }

  CarryOver(StoreOpener opener, StateSettings settings) {
    this.opener = opener;
    this.settings = settings;
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public void recover(OpenStore target, PendingTask task, StateProgress progress) {
    Map<String, @Nullable Object> data = task.data();
    Place from = new Place(String.valueOf(data.get(FROM)), Path.of(String.valueOf(data.get(PATH))));
    Mode mode = Mode.valueOf(String.valueOf(data.get(MODE)));
    if (from.isMemory()) {
      clear(target, mode); // what there was is gone, and half of it is worse than nothing
    } else {
      try (OpenStore source = opener.openOther(settings, from)) {
        clear(target, mode);
        copy(source, target, mode);
      }
    }
  }

  /** Fetches what a closed store has. */
  void run(Place from, OpenStore target, Mode mode) {
    try (OpenStore source = opener.openOther(settings, from)) {
      run(source, from, target, mode);
    }
  }

  /** Copies from a store that nobody writes to meanwhile. */
  void run(OpenStore source, Place from, OpenStore target, Mode mode) {
    target.begin(
        new PendingTask(
            KIND, Map.of(FROM, from.backend(), PATH, from.path().toString(), MODE, mode.name())));
    clear(target, mode);
    copy(source, target, mode);
    target.end(KIND);
  }

  private static void clear(OpenStore target, Mode mode) {
    if (mode != Mode.REPLACE) {
      return;
    }
    for (String namespace : Keys.DATA) {
      byte[] prefix = Keys.prefix(namespace);
      var batch = new Batch(target);
      target.backend().scan(prefix, prefix, (key, value) -> batch.add(StateWrite.delete(key)));
      batch.flush();
    }
  }

  private static void copy(OpenStore source, OpenStore target, Mode mode) {
    try (StateSnapshot snapshot = source.backend().snapshot()) {
      var batch = new Batch(target);
      for (String namespace : Keys.DATA) {
        byte[] prefix = Keys.prefix(namespace);
        snapshot.scan(
            prefix,
            prefix,
            (key, value) ->
                (mode == Mode.FILL && target.backend().get(key) != null)
                    || batch.add(target.put(key, source.codec().decode(key, value))));
      }
      batch.flush();
    }
  }

  /** Writes when there is enough to write. */
  private static final class Batch {
    private final OpenStore target;
    private List<StateWrite> changes = new ArrayList<>(BATCH);

    Batch(OpenStore target) {
      this.target = target;
    }

    boolean add(StateWrite change) {
      changes.add(change);
      if (changes.size() == BATCH) {
        flush();
      }
      return true;
    }

    void flush() {
      if (!changes.isEmpty()) {
        target.backend().write(changes);
        changes = new ArrayList<>(BATCH);
      }
    }
  }
}
