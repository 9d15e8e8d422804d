package org.llmspell.providers.langchain4j;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A reply whose body is still to be read. Closing it before the end closes its connection.
 *
 * @param status the status code
 * @param retryAfter the header {@code Retry-After}
 * @param body the body; reading it may be interrupted, and fails when nothing comes for too long
 */
record Exchange(int status, Optional<String> retryAfter, InputStream body)
    implements AutoCloseable {

  boolean isOk() {
    return status >= 200 && status < 300;
  }

  @Override
  public void close() throws IOException {
    body.close();
  }

  /** Closes one that may not be there; that it can not be closed changes nothing. */
  static void quietly(@Nullable InputStream body) {
    if (body != null) {
      try {
        body.close();
      } catch (IOException e) {
        System.getLogger("llmspell.providers")
            .log(System.Logger.Level.DEBUG, "A connection could not be closed", e);
      }
    }
  }
}
