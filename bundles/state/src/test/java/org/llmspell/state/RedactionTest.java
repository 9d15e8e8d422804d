package org.llmspell.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "api_key",
        "apiKey",
        "API-KEY",
        "password",
        "token",
        "access_token",
        "Authorization",
        "privateKey",
        "pwd",
        "auth"
      })
  void knowsTheNamesOfSecrets(String name) {
    assertThat(Redaction.isSecret(name)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"author", "max_tokens", "tokens", "keyboard", "secretary", "key", ""})
  void leavesNamesThatOnlyContainOne(String name) {
    assertThat(Redaction.isSecret(name)).isFalse();
  }

  @Test
  void findsSecretsInTextsAtEveryDepth() {
    String jwt = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJlc2ln";
    Object value =
        Map.of(
            "log",
            List.of(
                "use sk-" + "a1".repeat(24),
                "AKIA" + "A1B2C3D4E5F6G7H8",
                "ghp_" + "a".repeat(36),
                jwt,
                "password=hunter2hunter2",
                "api_key: abcdefghijklmnopqrstu",
                "nothing here"));

    String shown = String.valueOf(Redaction.value(value));

    assertThat(shown).contains("nothing here", "use [REDACTED]");
    assertThat(shown).doesNotContain("sk-a1", "AKIA", "ghp_", "eyJ", "hunter2", "abcdefghij");
  }

  @Test
  void keepsTablesInTheirShapeWhenStoring() {
    Object value = Map.of("auth", Map.of("password", 12L, "on", true), "text", "password=hunter2x");

    assertThat(Redaction.forStorage(value))
        .isEqualTo(
            Map.of(
                "auth", Map.of("password", "[REDACTED]", "on", true), "text", "password=hunter2x"));
  }
}
