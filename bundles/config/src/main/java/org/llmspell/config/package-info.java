/** Finds, reads and merges settings. Nothing here is API. */
@NullMarked
package org.llmspell.config;

import org.jspecify.annotations.NullMarked;
