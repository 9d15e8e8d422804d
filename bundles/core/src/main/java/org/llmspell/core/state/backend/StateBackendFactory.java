package org.llmspell.core.state.backend;

import java.nio.file.Path;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Opens stores of one kind; a service with the property {@link #NAME}. Thread-safe.
 *
 * <p>Opening never repairs: a damaged store is refused with what {@link #inspect} would say, and
 * its files stay as they are.
 */
@ConsumerType
public interface StateBackendFactory {

  /** The service property with the name by which settings choose it, for example {@code xodus}. */
  String NAME = "llmspell.state.backend";

  /**
   * Opens the store in a folder, and makes it when there is none. A store that is not persistent
   * does not touch the folder.
   *
   * @throws org.llmspell.core.error.SpellException of kind Storage, operation {@code lock}, when
   *     another process has it open, naming the folder; operation {@code open} when it is damaged
   *     or can not be read
   */
  StateBackend open(Path folder);

  /** Looks through the closed store in a folder and changes nothing. */
  StoreReport inspect(Path folder);

  /**
   * Writes all entries of a damaged, closed store that can still be read into a new one.
   *
   * @param folder the damaged store; it is only read
   * @param target an empty or missing folder
   */
  StoreReport salvage(Path folder, Path target);
}
