package org.llmspell.core.security;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What one run may do, as its settings say, and what it has used so far. It travels in the {@link
 * org.llmspell.core.context.SecurityContext}; what it means is known to the guards and to the
 * pipeline alone. Safe to share between threads.
 */
@ProviderType
public interface SecurityPolicy {

  /** The name of the profile that it was made from. */
  String profile();

  /** The policy as plain values, for listings. Secrets are not in it. */
  Map<String, @Nullable Object> describe();

  /** What was used under this policy until now: figures by name, as plain values. */
  Map<String, @Nullable Object> usage();
}
