package org.llmspell.core.config;

import org.llmspell.core.error.SpellException;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The settings of the container as a whole, as against those of one command. Bundles do not read
 * them here: each gets its section as a configuration of ConfigAdmin. Safe to share between
 * threads.
 */
@ProviderType
public interface ContainerSettings {

  /** The settings that were applied last; none before the first time. */
  Settings current();

  /**
   * Replaces the settings of the container as a whole. Configurations that are the same as before
   * are not touched; one whose section is gone is deleted, so its component goes back to its
   * defaults. Returns when the declarative components concerned have their new configurations, so
   * whoever asks for their services from now on gets the new ones.
   *
   * @throws SpellException of kind Configuration that names a setting of a wrong type or out of its
   *     bounds, and nothing has changed then; or that says what a component does not like about its
   *     new settings
   */
  void apply(Settings settings);
}
