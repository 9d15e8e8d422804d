package org.llmspell.state;

import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.state.backend.StateBackend;
import org.llmspell.state.store.KeyRing;
import org.llmspell.state.store.Keys;
import org.llmspell.state.store.OpenStore;
import org.llmspell.state.store.StateRecord;
import org.llmspell.state.store.StateSettings;

/**
 * Finds the keys of a store. Before a store encrypts its first entry it notes that it has encrypted
 * ones, in an entry that is encrypted itself: so their keys are there for reading when encryption
 * is switched off, and a key file that is missing or another one is found out when it is opened.
 */
final class StoreEncryption {
  private static final byte[] NOTE = Keys.of(Keys.META, "encrypted");

  private StoreEncryption() {}

  /** The keys that a store needs; null when it has never encrypted and does not do so now. */
  static @Nullable KeyRing keys(
      StateSettings settings, StateBackend backend, UnaryOperator<@Nullable String> environment) {
    boolean noted = backend.get(NOTE) != null;
    if (!noted && !settings.isEncrypted()) {
      return null;
    }
    String variable = environment.apply(settings.passphraseVariable());
    char[] passphrase = variable == null ? new char[0] : variable.toCharArray();
    return noted
        ? KeyRing.existing(file(settings), passphrase)
        : KeyRing.open(file(settings), passphrase);
  }

  private static Path file(StateSettings settings) {
    return settings.path().resolve("keys");
  }

  /** Compares the keys with the note, or makes it. */
  static void check(OpenStore store, StateSettings settings) {
    byte[] note = store.backend().get(NOTE);
    if (note != null) {
      try {
        store.codec().decode(NOTE, note);
      } catch (SpellException e) {
        throw SpellException.storage(
            "open",
            "The key file '%s' does not fit the store beside it (%s). Put back the one that the store had, from a copy"
                .formatted(file(settings), e.message()),
            e);
      }
    } else if (store.isEncrypting()) {
      store.backend().write(List.of(store.put(NOTE, StateRecord.of(true, store.clock().millis()))));
    }
  }
}
