/** What a run writes down, so that it can go on after the death of its process. */
@NullMarked
package org.llmspell.workflows.checkpoint;

import org.jspecify.annotations.NullMarked;
