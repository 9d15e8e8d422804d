package org.llmspell.state.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.llmspell.core.error.SpellException;

class KeyRingTest {
  private static final byte[] CONTEXT = {1};
  private static final byte[] SECRET = {1, 2, 3};

  @TempDir Path dir;

  private KeyRing open(String passphrase) {
    return KeyRing.open(dir.resolve("in/keys"), passphrase.toCharArray());
  }

  @Test
  void readsItsFileAgain() {
    byte[] old = open("").encrypt(CONTEXT, SECRET);
    KeyRing ring = open("");
    int next = ring.rotate();
    byte[] fresh = ring.encrypt(CONTEXT, SECRET);

    KeyRing again = open("");

    assertThat(next).isEqualTo(2);
    assertThat(again.currentId()).isEqualTo(2);
    assertThat(again.decrypt(CONTEXT, old)).isEqualTo(SECRET);
    assertThat(again.decrypt(CONTEXT, fresh)).isEqualTo(SECRET);
    assertThatThrownBy(() -> again.decrypt(SECRET, fresh)).isInstanceOf(SpellException.class);
  }

  @Test
  void isForItsOwnerOnly() throws Exception {
    open("");
    Path file = dir.resolve("in/keys");

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    assertThatThrownBy(() -> open("")).hasMessageContaining("chmod 600");
  }

  @Test
  void hidesTheKeysBehindAPassphrase() throws Exception {
    byte[] bytes = open("correct horse").encrypt(CONTEXT, SECRET);

    assertThat(open("correct horse").decrypt(CONTEXT, bytes)).isEqualTo(SECRET);
    assertThatThrownBy(() -> open("wrong")).hasMessageContaining("passphrase does not fit");
    assertThatThrownBy(() -> open("")).hasMessageContaining("passphrase_env");
    assertThat(Files.readString(dir.resolve("in/keys"))).contains("pbkdf2-hmac-sha512 210000");
  }

  @Test
  void refusesADamagedFile() throws Exception {
    open("");
    Files.writeString(dir.resolve("in/keys"), "llmspell-keys 1\nplain\n1");

    assertThatThrownBy(() -> open("")).hasMessageContaining("is damaged");
  }
}
