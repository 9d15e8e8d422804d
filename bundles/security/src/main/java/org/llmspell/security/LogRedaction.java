package org.llmspell.security;

import java.util.Arrays;
import java.util.List;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.llmspell.core.security.guard.SecretRedactor;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** Takes secrets out of what the container logs, whoever logs it, for as long as it is there. */
@Component(
    service = {},
    immediate = true)
public final class LogRedaction {
  private final List<Handler> handlers;

  /** With what knows secrets. */
  @Activate
  public LogRedaction(@Reference SecretRedactor redactor) {
    this(redactor, Arrays.asList(Logger.getLogger("").getHandlers()));
  }

  LogRedaction(SecretRedactor redactor, List<Handler> handlers) {
    this.handlers = handlers;
    for (Handler handler : handlers) {
      handler.setFormatter(new Redacting(handler.getFormatter(), redactor));
    }
  }

  @Deactivate
  void close() {
    for (Handler handler : handlers) {
      if (handler.getFormatter() instanceof Redacting redacting) {
        handler.setFormatter(redacting.inner);
      }
    }
  }

  /** Formats as before, and redacts the result. */
  private static final class Redacting extends Formatter {
    private final Formatter inner;
    private final SecretRedactor redactor;

    Redacting(Formatter inner, SecretRedactor redactor) {
      this.inner = inner;
      this.redactor = redactor;
    }

    @Override
    public String format(LogRecord entry) {
      return redactor.redact(inner.format(entry));
    }

    @Override
    public String getHead(Handler handler) {
      return inner.getHead(handler);
    }

    @Override
    public String getTail(Handler handler) {
      return inner.getTail(handler);
    }
  }
}
