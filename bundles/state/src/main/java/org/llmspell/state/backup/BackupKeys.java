package org.llmspell.state.backup;

import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/** The keys of a passphrase and of the store. New files take the passphrase if there is one. */
final class BackupKeys implements FileKeys {
  private final @Nullable PassphraseKeys passphrase;
  private final @Nullable StoreKeys store;
  private final boolean encrypting;

  /**
   * Keys.
   *
   * @param encrypting whether the store encrypts now; if not, its keys open old files only
   */
  BackupKeys(@Nullable PassphraseKeys passphrase, @Nullable StoreKeys store, boolean encrypting) {
    this.passphrase = passphrase;
    this.store = store;
    this.encrypting = encrypting;
  }

  @Override
  public @Nullable Sealed create() {
    if (passphrase != null) {
      return passphrase.create();
    }
    return store == null || !encrypting ? null : store.create();
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
