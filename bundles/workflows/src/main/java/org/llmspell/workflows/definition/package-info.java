/** What a workflow is made of, and how it is read and written. Immutable. */
@NullMarked
package org.llmspell.workflows.definition;

import org.jspecify.annotations.NullMarked;
