package org.llmspell.core.security.guard;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Takes secrets out of what is shown or stored: messages, logs, events, recordings. It looks for
 * what secrets look like, in time linear in the text; it can not know every one. Safe to share
 * between threads.
 */
@ProviderType
public interface SecretRedactor {

  /** What stands in the place of a secret. */
  String MASK = "[REDACTED]";

  /** The text without the secrets in it; the same object when there is none. */
  String redact(String text);

  /**
   * A plain value without secrets: texts in it, and values whose key names a secret. The same
   * object when there is none.
   */
  @Nullable Object redactValue(@Nullable Object value);

  /** The same for a table; the same object when there is no secret in it. */
  Map<String, @Nullable Object> redactAll(Map<String, @Nullable Object> values);

  /** The kinds of secrets in a text, such as {@code API Key}, {@code Password}, {@code Token}. */
  Set<String> detect(String text);
}
