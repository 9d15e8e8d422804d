/** Fires hooks, contains them, and joins them to the operations of the platform. */
@NullMarked
package org.llmspell.hooks;

import org.jspecify.annotations.NullMarked;
