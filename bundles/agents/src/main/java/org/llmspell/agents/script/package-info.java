/** The global {@code Agent} and what it hands out. */
@NullMarked
package org.llmspell.agents.script;

import org.jspecify.annotations.NullMarked;
