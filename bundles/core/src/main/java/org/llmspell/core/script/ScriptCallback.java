package org.llmspell.core.script;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A function of a script that a global was given. Any thread may call it: the call runs on the
 * script's thread, at once when the caller is on it, else when the script waits the next time in
 * {@link ScriptSession#await}.
 */
@ProviderType
public interface ScriptCallback {

  /**
   * Calls the function.
   *
   * @param arguments values as a {@link ScriptFunction} returns them
   * @return its first result, a plain value
   * @throws SpellException of kind Script when the function raises an error, or when the script has
   *     ended
   */
  @Nullable Object call(@Nullable Object... arguments);

  /**
   * Calls the function and ends it, but not the script, when it takes longer. Waiting for the
   * script's thread is not counted; interrupt the calling thread to end that.
   *
   * @throws SpellException of kind Timeout when the time was over; else as {@link #call}
   */
  @Nullable Object callWithin(Duration time, @Nullable Object... arguments);

  /** The function as a generator. Only on the script's thread. */
  ScriptGenerator generator();

  /** A running generator. Only on the script's thread. */
  @ProviderType
  interface ScriptGenerator {

    /**
     * Runs until the next value is yielded or returned.
     *
     * @return the values that were yielded; those returned at the end; null when it had ended
     *     before
     * @throws SpellException of kind Script when the function raises an error
     */
    @Nullable List<@Nullable Object> next();

    /** Whether the function has ended. */
    boolean isDone();
  }
}
