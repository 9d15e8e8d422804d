package org.llmspell.state;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.llmspell.core.error.SpellException;
import org.llmspell.state.store.OpenStore;
import org.llmspell.state.store.RecordCodec.Header;

/**
 * Goes through the keys with a prefix in small steps, so that nobody waits for it. It sees what is
 * there at the moment of each step. For one thread.
 */
final class Walk {
  private static final int STEP = 512;
  private static final int STEP_BYTES = 1 << 20;

  private final OpenStore store;
  private final byte[] prefix;
  private byte[] position;
  private boolean ended;

  /** What a step has found. */
  @SuppressWarnings("ArrayRecordComponent") // only carried, never compared
  record Entry(byte[] key, byte[] bytes) {

    /** What its header says; empty when it is damaged. */
    Optional<Header> header(OpenStore store) {
      try {
        return Optional.of(store.codec().header(key, bytes));
      } catch (SpellException _) {
        // Who reads it is told; it is not for the background to remove it.
        return Optional.empty();
      }
    }
  }

  /**
   * From the first key, or from a position of an earlier walk.
   *
   * @param from where it begins: the prefix, or a position
   */
  Walk(OpenStore store, byte[] prefix, byte[] from) {
    this.store = store;
    this.prefix = prefix;
    this.position = from;
  }

  /** The next entries; none at the end. */
  List<Entry> next() {
    if (ended) {
      return List.of();
    }
    List<Entry> found = store.reading(this::scan);
    if (found.isEmpty()) {
      ended = true;
    } else {
      byte[] last = found.getLast().key();
      position = Arrays.copyOf(last, last.length + 1);
    }
    return found;
  }

  private List<Entry> scan() {
    List<Entry> found = new ArrayList<>();
    long[] size = {0};
    store
        .backend()
        .scan(
            prefix,
            position,
            (key, bytes) -> {
              found.add(new Entry(key, bytes));
              size[0] += bytes.length;
              return found.size() < STEP && size[0] < STEP_BYTES;
            });
    return found;
  }

  /** Where the next step begins. */
  byte[] position() {
    return position.clone();
  }
}
