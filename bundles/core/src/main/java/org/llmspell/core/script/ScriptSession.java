package org.llmspell.core.script;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.config.Settings;
import org.llmspell.core.context.ExecutionContext;
import org.osgi.annotation.versioning.ProviderType;

/**
 * One run of one script, as globals see it. Only for use while the script runs; on the script's
 * thread unless a method says otherwise.
 */
@ProviderType
public interface ScriptSession {

  /** The context that the script's calls are made in. */
  ExecutionContext context();

  /** The settings of this run. */
  Settings settings();

  /** The script language, for example {@code lua}. */
  String language();

  /** The file of the script, when it has one. */
  Optional<Path> file();

  /** The arguments of the script, as given. */
  List<String> arguments();

  /**
   * Does work that may call back into the script from other threads, and serves these calls while
   * it waits. When nothing can call back, the work runs on this thread.
   *
   * @throws Exception what the work throws
   */
  <T extends @Nullable Object> T await(Callable<T> work) throws Exception;

  /**
   * Has work done on the script's thread when it waits the next time, and returns at once. Any
   * thread. When the script ends before, the work is dropped.
   *
   * @throws UnsupportedOperationException when this session has no mailbox
   */
  default void post(Runnable work) {
    throw new UnsupportedOperationException("This session has no mailbox");
  }

  /** Yields a value from the generator that is running now, and gives what it is resumed with. */
  @Nullable Object yieldValue(@Nullable Object value);

  /** Where the script is now: its stack, innermost first, one line each. */
  String stackTrace();

  /** Closes something when the script has ended, however it ends; last registered, first closed. */
  void onClose(AutoCloseable resource);

  /** Writes to where the script's {@code print} writes. Any thread. */
  void print(String line);

  /** Writes to the script's standard error. Any thread. */
  void printError(String line);
}
