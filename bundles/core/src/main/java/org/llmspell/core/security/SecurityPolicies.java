package org.llmspell.core.security;

import java.nio.file.Path;
import java.util.Map;
import org.llmspell.core.config.Settings;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.error.SpellException;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Makes the policy of a run out of its settings. Whoever starts a run, such as a script or a
 * command, calls it once; everything that is called in the context it gives is bound by the policy.
 * Calls in a context without a policy are bound by that of the container. Safe to share between
 * threads.
 */
@ProviderType
public interface SecurityPolicies {

  /**
   * The context for a run. A context that has a policy already is given back: a run inside a run
   * can not widen what it may do.
   *
   * @param context what the run would be started with
   * @param settings the settings of the run
   * @param workingDirectory where relative paths start
   * @param environment the environment variables of the run, before filtering
   * @throws SpellException of kind Configuration when a setting makes no sense
   */
  ExecutionContext secure(
      ExecutionContext context,
      Settings settings,
      Path workingDirectory,
      Map<String, String> environment);

  /** The policy that binds calls in the given context. */
  SecurityPolicy of(ExecutionContext context);
}
