package org.llmspell.core.script;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ConsumerType;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What an engine gets from the platform for one run: the globals, and the mailbox by which other
 * threads reach the script's thread.
 */
@ProviderType
public interface ScriptHost {

  /** The globals to inject. */
  List<ScriptGlobal> globals();

  /**
   * The session to open globals with. The engine gives what only it can do.
   *
   * @param engine the running engine
   */
  ScriptSession session(Running engine);

  /** Tells that a function of the script was handed out, so that other threads may call it. */
  void exported();

  /**
   * Does work on the script's thread: at once when this is it, else through the mailbox.
   *
   * @throws Exception what the work throws
   */
  <T extends @Nullable Object> T onScriptThread(Callable<T> work) throws Exception;

  /**
   * Whether the run goes on when the script's code has come to its end. The engine then calls
   * {@link #serve} until this is false, and only then closes what belongs to the script.
   */
  default boolean isKept() {
    return false;
  }

  /**
   * Does one piece of work that other threads have for the script's thread, or returns after a
   * short while without any. For a kept script only. The engine looks afterwards whether the work
   * has ended the script.
   *
   * @param begin run before the work: its time begins
   */
  default void serve(Runnable begin) throws InterruptedException {
    throw new UnsupportedOperationException("This host keeps no scripts");
  }

  /** Waits for a time, while the mailbox is served. */
  void pause(Duration time) throws InterruptedException;

  /** What a running engine can do for globals; called on the script's thread. */
  @ConsumerType
  interface Running {
    /** See {@link ScriptSession#yieldValue}. */
    @Nullable Object yieldValue(@Nullable Object value);

    /** See {@link ScriptSession#stackTrace}. */
    String stackTrace();
  }
}
