/**
 * What every component has in common: {@link BaseAgent}, its input and its output.
 *
 * <p>All values that cross a bundle boundary are plain: {@code Map<String, Object>}, {@code List},
 * {@code String}, {@code Long}, {@code Double}, {@code Boolean} and {@code null}.
 */
@NullMarked
@Export
@Version("1.0.0")
package org.llmspell.core;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
