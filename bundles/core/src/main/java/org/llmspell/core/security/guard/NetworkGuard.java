package org.llmspell.core.security.guard;

import org.llmspell.core.context.ExecutionContext;
import org.osgi.annotation.versioning.ProviderType;

/** The way to the network. Safe to share between threads. */
@ProviderType
public interface NetworkGuard {

  /** What calls in the given context may reach. */
  GuardedNetwork in(ExecutionContext context);
}
