package org.llmspell.core.plugin;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * A service by which a plugin says whether it works. It is run after the plugin was started and
 * before it takes calls; an exception rejects this version.
 */
@ConsumerType
@FunctionalInterface
public interface SelfTest {

  /** Returns when the plugin works; throws when not. At most 30 seconds. */
  void run() throws Exception;
}
