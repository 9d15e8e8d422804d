package org.llmspell.deploy;

import org.jspecify.annotations.Nullable;

/**
 * What the index says about a plugin.
 *
 * @param name symbolic name of its bundle
 * @param active the version that runs
 * @param previous the version to go back to, or null
 * @param problem why it must not be started, or null
 */
record Entry(String name, Release active, @Nullable Release previous, @Nullable String problem) {}
