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
   * <p>After the first time, hooks of ConfigurationChange are asked for each setting that changes.
   *
   * @throws SpellException of kind Configuration that names a setting of a wrong type or out of its
   *     bounds, or says what a component does not like about its new settings; of kind Component
   *     when a hook cancels. Then the old settings stay in force
   */
  void apply(Settings settings);

  /**
   * Keeps the settings equal to their files until it is closed: when one of these changes, appears
   * or goes, the settings are read again and applied as {@link #apply} does. New ones that are
   * wrong are refused as a whole, and the old ones stay. Both are logged and published as events
   * {@code config.changed} and {@code config.refused}.
   *
   * @param source where the settings come from
   */
  Following follow(SettingsSource source);

  /** An end to {@link #follow}. */
  @FunctionalInterface
  interface Following extends AutoCloseable {
    @Override
    void close();
  }
}
