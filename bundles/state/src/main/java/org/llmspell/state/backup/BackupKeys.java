package org.llmspell.state.backup;

import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/** The keys of a passphrase and of the store: the passphrase goes first for new files. */
final class BackupKeys implements FileKeys {
  private final @Nullable PassphraseKeys passphrase;
  private final @Nullable StoreKeys store;

  BackupKeys(@Nullable PassphraseKeys passphrase, @Nullable StoreKeys store) {
    this.passphrase = passphrase;
    this.store = store;
  }

  @Override
  public @Nullable Sealed create() {
    if (passphrase != null) {
      return passphrase.create();
    }
    return store == null ? null : store.create();
  }

  @Override
  public SecretKey find(byte[] lock, Object file) {
    if (lock[0] == PassphraseKeys.KIND && passphrase != null) {
      return passphrase.find(lock, file);
    }
    if (lock[0] == StoreKeys.KIND && store != null) {
      return store.find(lock, file);
    }
    return NONE.find(lock, file);
  }
}
