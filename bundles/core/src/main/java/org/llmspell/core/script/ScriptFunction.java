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

  /**
   * Whether it wants to see the script's values as they are: tables then arrive as {@link
   * ScriptTableView}s, and what has no plain form as {@link ScriptTableView.Opaque}s.
   */
  default boolean takesViews() {
    return false;
  }

  /** A function that looks at the script's values as they are. */
  static ScriptFunction viewing(ScriptFunction function) {
    return new ScriptFunction() {
      @Override
      public @Nullable Object call(ScriptArguments arguments) {
        return function.call(arguments);
      }

      @Override
      public boolean takesViews() {
        return true;
      }
    };
  }
}
