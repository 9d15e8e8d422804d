/** Runs workflows, and the script global {@code Workflow}. */
@NullMarked
package org.llmspell.workflows;

import org.jspecify.annotations.NullMarked;
