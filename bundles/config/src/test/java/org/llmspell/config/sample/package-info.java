/** A bundle that has settings. */
@NullMarked
package org.llmspell.config.sample;

import org.jspecify.annotations.NullMarked;
