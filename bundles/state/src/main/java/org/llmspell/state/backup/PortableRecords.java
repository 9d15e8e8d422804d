package org.llmspell.state.backup;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.state.backend.StateWrite;
import org.llmspell.state.store.Keys;
import org.llmspell.state.store.OpenStore;
import org.llmspell.state.store.RecordCodec;

/**
 * Turns the records of a store into the form that backups hold, and back. That form is neither
 * compressed nor encrypted, so two records are equal exactly when their bytes are, whatever the
 * keys and the settings of the store were. Safe to share between threads.
 */
final class PortableRecords {
  /** The versions of schemas belong to the entries, unlike the rest. */
  private static final byte[] SCHEMAS = (Keys.META + "schema:").getBytes(StandardCharsets.UTF_8);

  private static final byte[] META = Keys.META.getBytes(StandardCharsets.UTF_8);

  private final RecordCodec stored;
  private final RecordCodec portable = new RecordCodec(-1, Integer.MAX_VALUE, null);

  PortableRecords(OpenStore store) {
    stored = store.codec();
  }

  /** Whether an entry belongs into backups: all but what the store knows about itself. */
  static boolean includes(byte[] key) {
    return !startsWith(key, META) || startsWith(key, SCHEMAS);
  }

  private static boolean startsWith(byte[] key, byte[] prefix) {
    return key.length >= prefix.length
        && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
  }

  /** The form of backups. */
  byte[] portable(byte[] key, byte[] bytes) {
    return portable.encode(key, stored.decode(key, bytes));
  }

  /** The change that gives an entry the value of a backup; null removes it. */
  StateWrite write(byte[] key, byte @Nullable [] value) {
    return value == null
        ? StateWrite.delete(key)
        : StateWrite.put(key, stored.encode(key, portable.decode(key, value)));
  }

  /** The scope or the typed store of an entry, as text. */
  static String scope(byte[] key) {
    return Keys.parse(key)
        .map(entry -> entry.scope().text())
        .orElseGet(() -> {
          String text = Keys.text(key);
          int colon = text.indexOf(':');
          return colon < 0 ? text : text.substring(0, colon);
        });
  }
}
