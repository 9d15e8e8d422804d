package org.llmspell.state.backup;

import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;

/** Where the keys of files come from. Safe to share between threads. */
interface FileKeys {

  /** Encrypts nothing, and can open nothing that is encrypted. */
  FileKeys NONE =
      new FileKeys() {
        @Override
        public @Nullable Sealed create() {
          return null;
        }

        @Override
        public SecretKey find(byte[] lock, Object file) {
          throw SpellException.configuration(
              "The backup file %s is encrypted; set runtime.state_persistence.backup.passphrase_env, or switch on the encryption of the state with the key file that it had"
                  .formatted(file),
              null);
        }
      };

  /**
   * A key of its own for a new file.
   *
   * @param lock goes into the header, so that {@link #find} finds the key again
   * @param key the key
   */
  @SuppressWarnings("ArrayRecordComponent") // Only carried, never compared.
  record Sealed(byte[] lock, SecretKey key) {}

  /** A new key; null when files are not encrypted. */
  @Nullable Sealed create();

  /** The key of a file. */
  SecretKey find(byte[] lock, Object file);
}
