package org.llmspell.core.security.guard;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** The reply to an {@link HttpCall}. To be closed; belongs to one thread. */
@ProviderType
public interface HttpReply extends AutoCloseable {

  /** The status code. */
  int status();

  /** The headers by name in lower case. */
  Map<String, List<String>> headers();

  /** The first value of a header, whatever the case of its name. */
  Optional<String> header(String name);

  /** The URL that has answered: the last one when there were redirects. */
  URI url();

  /** How many redirects were followed. */
  int redirects();

  /** The body. Reading fails when it is larger, or takes longer, than the call allows. */
  InputStream body();

  /** The rest of the body. */
  byte[] bytes() throws IOException;

  @Override
  void close() throws IOException;
}
