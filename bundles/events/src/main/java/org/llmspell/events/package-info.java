/** The event bus. Nothing here is API. */
@NullMarked
package org.llmspell.events;

import org.jspecify.annotations.NullMarked;
