package org.llmspell.security.redact;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactorTest {
  private static final String SECRET = "S3cr3tValue0123456789";
  private final Redactor redactor = new Redactor();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "api_key=%s",
        "OPENAI_API_KEY=%s",
        "apiKey: '%s'",
        "\"api-key\": \"%s\"",
        "password=%s",
        "DB_PASSWORD: %s",
        "pwd=%s;x",
        "token = \"%s\"",
        "access_token=%s&x=1",
        "Authorization: Bearer %s",
        "authorization: Basic %s",
        "client_secret=%s",
        "private_key => %s",
        "aws_secret_access_key=%s",
        "postgres://ada:%s@db/x",
        "https://u:%s@host/",
        "sk-%s",
        "AIza%s0123456789abc",
        "ghp_%s",
        "-----BEGIN RSA PRIVATE KEY-----\n%s\n-----END RSA PRIVATE KEY-----",
        "-----BEGIN PRIVATE KEY-----\n%s cut off"
      })
  void takesSecretsOut(String pattern) {
    String text = "before " + pattern.formatted(SECRET) + " after";

    assertThat(redactor.redact(text))
        .startsWith("before ")
        .contains("[REDACTED]")
        .doesNotContain(SECRET);
    assertThat(redactor.detect(text)).isNotEmpty();
    assertThat(redactor.redact(redactor.redact(text))).isEqualTo(redactor.redact(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "The monkey=banana is fine",
        "author: Ada Lovelace of London",
        "Basic usage of tokens",
        "max_tokens=4096",
        "https://example.org/a:b@c",
        "a bearer of good news",
        "keyboard: qwerty",
        "Path not in allowed list [/tmp]"
      })
  void leavesOtherTextAlone(String text) {
    assertThat(redactor.redact(text)).isSameAs(text);
    assertThat(redactor.detect(text)).isEmpty();
  }

  @Test
  void takesSecretsOutOfValuesAtEveryDepth() {
    Object value = Map.of("a", List.of(Map.of("apiKey", SECRET, "n", 1L)), "b", "token=" + SECRET);

    assertThat(redactor.redactValue(value))
        .isEqualTo(
            Map.of("a", List.of(Map.of("apiKey", "[REDACTED]", "n", 1L)), "b", "token=[REDACTED]"));
  }

  @Test
  void takesTimeInProportionToTheText() {
    for (String part :
        List.of(
            "eyJ",
            "a",
            "a.",
            "_",
            "api_",
            "x-x_",
            "://:",
            "-----BEGIN PRIVATE KEY-----",
            "sk-",
            "password",
            "token: ",
            " ",
            "a:")) {
      String text = part.repeat(200_000 / part.length());

      org.junit.jupiter.api.Assertions.assertTimeoutPreemptively(
          Duration.ofSeconds(20), () -> redactor.redact(text), part);
    }
  }
}
