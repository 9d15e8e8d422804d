package org.llmspell.state.backup;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import org.llmspell.core.error.SpellException;

/**
 * Encrypts the chunks of one file with AES-256-GCM (NIST SP 800-38D). The key is the file's own, so
 * the number of the chunk serves as nonce. The header of the file and of the chunk are
 * authenticated with it: no chunk can be moved. For one thread.
 */
final class ChunkCipher {
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final SecretKey key;
  private final byte[] header;

  ChunkCipher(SecretKey key, byte[] header) {
    this.key = key;
    this.header = header;
  }

  byte[] seal(int type, int index, int rawLength, byte[] packed) {
    try {
      return cipher(Cipher.ENCRYPT_MODE, type, index, rawLength).doFinal(packed);
    } catch (GeneralSecurityException e) {
      throw SpellException.security("encryption", "AES-GCM is not available: " + e.getMessage());
    }
  }

  byte[] open(int type, int index, int rawLength, byte[] stored, Object file) {
    try {
      return cipher(Cipher.DECRYPT_MODE, type, index, rawLength).doFinal(stored);
    } catch (AEADBadTagException e) {
      throw SpellException.storage(
          "decrypt",
          "The backup file %s can not be decrypted: its key or passphrase is another one, or it was changed"
              .formatted(file),
          e);
    } catch (GeneralSecurityException e) {
      throw Damage.in(file, "chunk %d can not be decrypted".formatted(index), e);
    }
  }

  private Cipher cipher(int mode, int type, int index, int rawLength)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    byte[] nonce = ByteBuffer.allocate(NONCE_BYTES).putInt(NONCE_BYTES - 4, index).array();
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(header);
    cipher.updateAAD(
        ByteBuffer.allocate(9).put((byte) type).putInt(index).putInt(rawLength).flip());
    return cipher;
  }
}
