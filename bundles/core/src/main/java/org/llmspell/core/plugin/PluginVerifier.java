package org.llmspell.core.plugin;

import java.nio.file.Path;
import org.llmspell.core.error.SpellException;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Looks into the jar of a plugin before the framework does; a service. The plugin manager installs
 * nothing that it refuses, and nothing at all when there is no verifier. Safe to share.
 */
@ProviderType
public interface PluginVerifier {

  /** The size of the largest jar that is looked into, in bytes. */
  long maxBytes();

  /**
   * Reads all of a jar. Runs none of its code. Takes bounded memory; what is wrong with the jar is
   * in the report and not thrown.
   *
   * @param jar a file that nobody changes meanwhile
   * @throws SpellException of kind Storage when the file can not be read, of kind Component when
   *     the thread is interrupted
   */
  PluginReport verify(Path jar);
}
