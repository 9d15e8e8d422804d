/** Finds language models and calls them. Nothing here is API. */
@NullMarked
package org.llmspell.providers;

import org.jspecify.annotations.NullMarked;
