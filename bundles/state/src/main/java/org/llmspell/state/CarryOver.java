package org.llmspell.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
 * start when the source is on disk; what was in the target before is replaced.
 */
final class CarryOver implements TaskHandler {
  private static final String KIND = "carry-over";
  private static final String FROM = "from";
  private static final int BATCH = 1_000;

  private final StoreOpener opener;
  private final StateSettings settings;

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
    String from = String.valueOf(task.data().get(FROM));
    clear(target);
    if (!from.equals("memory")) {
      try (OpenStore source = opener.openOther(settings, from)) {
        copy(source, target);
      }
    }
  }

  /** Fetches what a closed backend in the same folder has. */
  void run(String from, OpenStore target) {
    try (OpenStore source = opener.openOther(settings, from)) {
      run(source, target);
    }
  }

  /** Copies from a store that nobody writes to meanwhile. */
  void run(OpenStore source, OpenStore target) {
    target.begin(new PendingTask(KIND, Map.of(FROM, source.backend().traits().name())));
    clear(target);
    copy(source, target);
    target.end(KIND);
  }

  private static void clear(OpenStore target) {
    for (String namespace : Keys.DATA) {
      byte[] prefix = Keys.prefix(namespace);
      var batch = new Batch(target);
      target.backend().scan(prefix, prefix, (key, value) -> batch.add(StateWrite.delete(key)));
      batch.flush();
    }
  }

  private static void copy(OpenStore source, OpenStore target) {
    try (StateSnapshot snapshot = source.backend().snapshot()) {
      var batch = new Batch(target);
      for (String namespace : Keys.DATA) {
        byte[] prefix = Keys.prefix(namespace);
        snapshot.scan(
            prefix,
            prefix,
            (key, value) -> batch.add(target.put(key, source.codec().decode(key, value))));
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
