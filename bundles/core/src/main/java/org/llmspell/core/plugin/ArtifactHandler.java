package org.llmspell.core.plugin;

import java.nio.file.Path;
import org.llmspell.core.error.SpellException;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Turns a kind of file into an OSGi bundle that can be installed; a service. Jars are one kind;
 * others can be added without a change of the plugin manager.
 */
@ConsumerType
public interface ArtifactHandler {

  /** Whether this handler is for the file, judged by its name. */
  boolean handles(Path artifact);

  /**
   * Checks the file and gives a bundle jar made from it.
   *
   * @param work a folder for files that are needed only until the plugin was installed
   * @return the jar; the artifact itself when it is one
   * @throws SpellException of kind Validation that says what is wrong with the file
   */
  Path toBundle(Path artifact, Path work);
}
