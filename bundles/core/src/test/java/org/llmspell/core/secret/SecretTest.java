package org.llmspell.core.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretTest {

  @ParameterizedTest
  @CsvSource({
    "sk-0123456789abcdef, sk-…cdef",
    "0123456789abcdefwxyz, …wxyz",
    "short-secret, …",
    "sk-456789012345, …",
  })
  void showsTheKindAndTheEndOfALongSecretOnly(String secret, String masked) {
    assertThat(new Secret(secret.toCharArray()).masked()).isEqualTo(masked);
    assertThat(new Secret(secret.toCharArray())).hasToString("Secret[" + masked + "]");
  }

  @Test
  void overwritesWhatWasLentAndItselfInTheEnd() {
    char[] given = "sk-0123456789abcdef".toCharArray();
    var secret = new Secret(given);
    given[0] = 'x';
    var lent = new AtomicReference<char[]>();

    String text =
        secret.use(chars -> {
          lent.set(chars);
          return new String(chars);
        });

    assertThat(text).isEqualTo("sk-0123456789abcdef");
    assertThat(lent.get()).containsOnly('\0');

    secret.close();
    assertThatIllegalStateException().isThrownBy(() -> secret.use(chars -> chars.length));
    assertThat(secret.masked()).isEqualTo("…");
  }
}
