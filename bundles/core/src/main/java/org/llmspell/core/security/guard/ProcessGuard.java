package org.llmspell.core.security.guard;

import org.llmspell.core.context.ExecutionContext;
import org.osgi.annotation.versioning.ProviderType;

/** The way to other programs. Safe to share between threads. */
@ProviderType
public interface ProcessGuard {

  /** The programs that calls in the given context may run. */
  GuardedProcesses in(ExecutionContext context);
}
