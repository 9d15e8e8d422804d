/** The conversation with a model: messages, tools, guards, and the loop over them. */
@NullMarked
package org.llmspell.agents.loop;

import org.jspecify.annotations.NullMarked;
