package org.llmspell.state.backup;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Walks through the state that a chain of backups adds up to: of each key the newest record counts,
 * and removed entries are left out. Holds one chunk of each file in memory.
 */
final class ChainCursor implements Cursor {
  private final List<Cursor> files;
  private final PriorityQueue<Source> sources = new PriorityQueue<>();
  private byte[] key = {};
  private byte @Nullable [] value;

  /** A file and its place in the chain. Ordered by key, the newest file first. */
  private record Source(Cursor cursor, int age) implements Comparable<Source> {
    @Override
    public int compareTo(Source other) {
      int byKey = Arrays.compareUnsigned(cursor.key(), other.cursor.key());
      return byKey != 0 ? byKey : Integer.compare(other.age, age);
    }
  }

  /** Takes over the files, the full backup first, and closes them. */
  ChainCursor(List<? extends Cursor> files) {
    this.files = new ArrayList<>(files);
    for (int age = 0; age < files.size(); age++) {
      advance(new Source(files.get(age), age));
    }
  }

  private void advance(Source source) {
    if (source.cursor.next()) {
      sources.add(source);
    }
  }

  @Override
  public boolean next() {
    while (true) {
      Source newest = sources.poll();
      if (newest == null) {
        return false;
      }
      key = newest.cursor.key();
      value = newest.cursor.value();
      advance(newest);
      for (Source older = sources.peek();
          older != null && Arrays.equals(older.cursor.key(), key);
          older = sources.peek()) {
        advance(sources.remove());
      }
      if (value != null) {
        return true;
      }
    }
  }

  @Override
  public byte[] key() {
    return key;
  }

  @Override
  public byte @Nullable [] value() {
    return value;
  }

  @Override
  public void close() {
    closeAll(files);
  }

  /** Closes all, also when one of them fails. */
  static void closeAll(List<? extends Cursor> cursors) {
    RuntimeException failure = null;
    for (Cursor cursor : cursors) {
      try {
        cursor.close();
      } catch (RuntimeException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
