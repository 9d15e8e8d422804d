/** The plugin manager: its store, its tests of new versions, its watch. Nothing here is API. */
@NullMarked
package org.llmspell.deploy;

import org.jspecify.annotations.NullMarked;
