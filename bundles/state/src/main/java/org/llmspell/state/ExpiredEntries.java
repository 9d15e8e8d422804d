package org.llmspell.state;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.state.backend.StateWrite;
import org.llmspell.state.store.Keys;
import org.llmspell.state.store.OpenStore;
import org.llmspell.state.store.RecordCodec;
import org.llmspell.state.store.RecordCodec.Header;
import org.llmspell.state.store.StateRecord;

/**
 * Removes the entries whose time is over, also when nobody reads them. After the store was opened
 * it goes through all entries once; from then on only when the first of those that it has seen, or
 * that were written since, is due. How far it is stands in the store now and then, so that a big
 * store is gone through even when processes are short.
 */
final class ExpiredEntries implements Upkeep.Chore {
  static final byte[] CURSOR = Keys.of(Keys.META, "expiry");

  private static final byte[] ALL = Keys.prefix(Keys.STATE);
  private static final int NOTE_AFTER = 10_000;

  private final AtomicLong due = new AtomicLong(StateRecord.NEVER);
  private final Runnable awaken;

  ExpiredEntries(Runnable awaken) {
    this.awaken = awaken;
  }

  @Override
  public void opened(OpenStore store) {
    store.codec().onExpiring(this::expires);
    due.set(store.backend().size() == 0 ? StateRecord.NEVER : 0);
  }

  private void expires(long millis) {
    if (millis < due.get()) {
      due.accumulateAndGet(millis, Math::min);
      awaken.run();
    }
  }

  @Override
  public boolean isPending() {
    return due.get() != StateRecord.NEVER;
  }

  @Override
  public boolean isDue(long nowMillis) {
    return due.get() <= nowMillis;
  }

  @Override
  public void run(OpenStore store, Pace pace) throws InterruptedException {
    byte[] noted = noted(store);
    var walk = new Walk(store, ALL, noted == null ? ALL : noted);
    due.set(StateRecord.NEVER);
    // Of what was passed by another process nothing is known, so it is looked at again.
    long next = noted == null ? StateRecord.NEVER : store.clock().millis();
    boolean done = false;
    try {
      int unnoted = 0;
      for (List<Walk.Entry> step = walk.next(); !step.isEmpty(); step = walk.next()) {
        List<byte[]> over = new ArrayList<>();
        long now = store.clock().millis();
        for (Walk.Entry entry : step) {
          long expires = entry.header(store).map(Header::expiresMillis).orElse(StateRecord.NEVER);
          if (expires <= now) {
            over.add(entry.key());
          } else {
            next = Math.min(next, expires);
          }
        }
        unnoted += step.size();
        if (!over.isEmpty() || unnoted >= NOTE_AFTER) {
          remove(store, over, note(store, walk.position()));
          unnoted = 0;
        }
        pace.rest();
      }
      remove(store, List.of(), StateWrite.delete(CURSOR));
      done = true;
    } finally {
      due.accumulateAndGet(done ? next : 0, Math::min);
    }
  }

  /** Removes those that are still over: somebody may have set them anew. */
  private static void remove(OpenStore store, List<byte[]> keys, StateWrite note) {
    store.exclusively(
        "removing expired entries",
        () -> {
          List<StateWrite> changes = new ArrayList<>();
          long now = store.clock().millis();
          for (byte[] key : keys) {
            byte[] bytes = store.backend().get(key);
            if (bytes != null && RecordCodec.isExpired(bytes, now)) {
              changes.add(StateWrite.delete(key));
            }
          }
          if (note.value() != null || store.backend().get(CURSOR) != null) {
            changes.add(note);
          }
          if (!changes.isEmpty()) {
            store.backend().write(changes);
          }
          return true;
        });
  }

  private static StateWrite note(OpenStore store, byte[] position) {
    return store.put(
        CURSOR,
        StateRecord.of(Base64.getEncoder().encodeToString(position), store.clock().millis()));
  }

  private static byte @Nullable [] noted(OpenStore store) {
    StateRecord record = store.reading(() -> store.read(CURSOR));
    if (record == null) {
      return null;
    }
    byte[] position =
        Base64.getDecoder()
            .decode(String.valueOf(record.value()).getBytes(StandardCharsets.US_ASCII));
    return position.length > ALL.length && Arrays.mismatch(position, ALL) == ALL.length
        ? position
        : null;
  }
}
