package org.llmspell.core.security.guard;

import java.util.Map;
import java.util.Optional;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.error.SpellException;
import org.osgi.annotation.versioning.ProviderType;

/** The way to environment variables. Safe to share between threads. */
@ProviderType
public interface EnvironmentGuard {

  /** The variables that calls in the given context may see. */
  Map<String, String> visible(ExecutionContext context);

  /**
   * The value of one variable; empty when it is not set.
   *
   * @throws SpellException of kind Security when it may not be read
   */
  Optional<String> read(String name, ExecutionContext context);

  /** Whether a variable may be read, set or not. */
  boolean isVisible(String name, ExecutionContext context);
}
