package org.llmspell.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;
import java.util.logging.StreamHandler;
import org.junit.jupiter.api.Test;
import org.llmspell.security.redact.Redactor;

class LogRedactionTest {

  @Test
  void takesSecretsOutOfTheLogUntilItIsClosed() {
    var out = new ByteArrayOutputStream();
    var formatter = new SimpleFormatter();
    var handler = new StreamHandler(out, formatter);
    var redaction = new LogRedaction(new Redactor(), List.of(handler));
    var entry = new LogRecord(Level.SEVERE, "can not connect");
    entry.setThrown(new IllegalStateException("password=hunter22"));

    handler.publish(entry);
    handler.flush();
    redaction.close();

    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("can not connect", "password=[REDACTED]")
        .doesNotContain("hunter22");
    assertThat(handler.getFormatter()).isSameAs(formatter);
  }
}
