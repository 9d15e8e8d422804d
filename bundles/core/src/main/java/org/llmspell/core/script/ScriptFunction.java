package org.llmspell.core.script;

import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A function that a script can call. It runs on the script's thread.
 *
 * <p>It returns a plain value, a {@link ScriptObject}, a {@code ScriptFunction}, a {@link
 * ScriptTable}, or a map or list of these. What it throws is raised in the script as an error; a
 * {@link org.llmspell.core.error.SpellException} shows its text.
 */
@ConsumerType
@FunctionalInterface
public interface ScriptFunction {

  /** Does the work. */
  @Nullable Object call(ScriptArguments arguments);
}
