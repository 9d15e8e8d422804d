package org.llmspell.state.migration;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Keeps the old bytes in memory, for a store that is in memory itself. */
final class MemoryUndo implements UndoLog {
  private final List<Batch> batches = new ArrayList<>();

  @Override
  public synchronized long append(Batch batch) {
    batches.add(batch);
    return batches.size();
  }

  @Override
  public void read(long length, Consumer<Entries> reader) {
    List<Batch> all;
    synchronized (this) {
      all = List.copyOf(batches);
    }
    for (Batch batch : all) {
      reader.accept(new Old(batch.changes()));
    }
  }

  @Override
  public synchronized void truncate(long length) {
    while (batches.size() > length) {
      batches.removeLast();
    }
  }

  @Override
  public synchronized void delete() {
    batches.clear();
  }

  @Override
  public void close() {
    // It is needed as long as a rollback is possible.
  }

  private record Old(List<Batch.Change> changes) implements Entries {
    @Override
    public int size() {
      return changes.size();
    }

    @Override
    public byte[] key(int index) {
      return changes.get(index).key();
    }

    @Override
    public byte[] before(int index) {
      return changes.get(index).before();
    }

    @Override
    public int check(int index) {
      return UndoLog.check(changes.get(index).after());
    }
  }
}
