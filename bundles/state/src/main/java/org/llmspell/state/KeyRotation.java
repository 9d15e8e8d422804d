package org.llmspell.state;

import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.state.StateProgress;
import org.llmspell.core.state.backend.StateWrite;
import org.llmspell.state.store.KeyRing;
import org.llmspell.state.store.Keys;
import org.llmspell.state.store.OpenStore;
import org.llmspell.state.store.StateRecord;
import org.llmspell.state.store.StateSettings;

/**
 * Encrypts all records with the newest key, batch by batch, between ordinary reads and writes. How
 * far it is stands in the store, in the same batch as the records, so it goes on from there after a
 * crash. In the end it forgets the {@link OldKeys}.
 */
final class KeyRotation {
  private static final System.Logger LOG = System.getLogger("llmspell.state");
  private static final byte[] CURSOR = Keys.of(Keys.META, "rotation");
  private static final int BATCH = 256;
  private static final String WORK = "a change of the key";

  private final OpenStore store;
  private final KeyRing keys;
  private final StateSettings settings;

  private KeyRotation(OpenStore store, KeyRing keys, StateSettings settings) {
    this.store = store;
    this.keys = keys;
    this.settings = settings;
  }

  /**
   * Makes a new key and encrypts everything with it.
   *
   * @return how many records were encrypted anew
   * @throws SpellException of kind Configuration when encryption is off
   */
  static long rotate(OpenStore store, StateSettings settings, StateProgress progress) {
    KeyRing keys =
        store
            .keys()
            .filter(_ -> store.isEncrypting())
            .orElseThrow(() ->
                SpellException.configuration(
                    "Encryption is off, so there is no key to change. Set runtime.state_persistence.encryption.enabled to true",
                    null));
    var rotation = new KeyRotation(store, keys, settings);
    // Alone, so that nobody has encrypted with the old key what is not written yet. Noted before
    // there is a new key, so that whoever dies right after that goes on with it.
    store.exclusively(
        WORK,
        () -> {
          rotation.note(new byte[0]);
          store.backend().sync();
          return keys.rotate();
        });
    return rotation.run(progress);
  }

  /** Goes on in the background when a rotation was interrupted. */
  static void resume(OpenStore store, StateSettings settings) {
    KeyRing keys = store.keys().orElse(null);
    if (keys != null && store.isEncrypting() && store.backend().get(CURSOR) != null) {
      Thread.ofVirtual()
          .name("state key rotation")
          .start(() -> {
            try {
              new KeyRotation(store, keys, settings).run(StateProgress.NONE);
            } catch (RuntimeException e) {
              if (!store.isClosed()) {
                LOG.log(Level.WARNING, "The change of the key of state was interrupted", e);
              }
            }
          });
    }
  }

  private void note(byte[] cursor) {
    store.writing(() -> {
      store.backend().write(List.of(noted(cursor)));
      return true;
    });
  }

  private StateWrite noted(byte[] cursor) {
    return store.put(
        CURSOR, StateRecord.of(Base64.getEncoder().encodeToString(cursor), store.clock().millis()));
  }

  private long run(StateProgress progress) {
    long done = 0;
    long total = store.backend().size();
    while (true) {
      long count = store.exclusively(WORK, this::batch);
      if (count < 0) {
        finish();
        return done;
      }
      done += count;
      progress.at("encrypting", done, total);
      if (Thread.interrupted()) {
        Thread.currentThread().interrupt();
        throw SpellException.storage(
            "write",
            "The change of the key was interrupted after %d entries; it goes on when the store is opened the next time"
                .formatted(done),
            null);
      }
    }
  }

  /** In this order, so that whoever dies in between comes here again. */
  private void finish() {
    store.backend().sync();
    OldKeys.drop(store, keys, settings);
    store.writing(() -> {
      store.backend().delete(CURSOR);
      return true;
    });
    store.backend().sync();
  }

  /** Encrypts the next records; -1 when there are none left. */
  private long batch() {
    byte[] from = cursor();
    if (from == null) {
      return -1;
    }
    List<StateWrite> changes = new ArrayList<>();
    int[] seen = {0};
    byte[][] last = {null};
    store
        .backend()
        .scan(
            new byte[0],
            from,
            (key, bytes) -> {
              last[0] = key;
              if (!Arrays.equals(key, CURSOR)
                  && store.codec().header(key, bytes).keyId() != keys.currentId()) {
                changes.add(store.put(key, store.codec().decode(key, bytes)));
              }
              return ++seen[0] < BATCH;
            });
    if (last[0] == null) {
      return -1;
    }
    int count = changes.size();
    changes.add(noted(Arrays.copyOf(last[0], last[0].length + 1)));
    store.backend().write(changes);
    return count;
  }

  private byte @Nullable [] cursor() {
    StateRecord record = store.read(CURSOR);
    return record == null
        ? null
        : Base64.getDecoder()
            .decode(String.valueOf(record.value()).getBytes(StandardCharsets.US_ASCII));
  }
}
