package org.llmspell.core.security.guard;

import org.llmspell.core.context.ExecutionContext;
import org.osgi.annotation.versioning.ProviderType;

/** The way to files. Safe to share between threads. */
@ProviderType
public interface FileGuard {

  /** The files that calls in the given context may touch. */
  GuardedFiles in(ExecutionContext context);
}
