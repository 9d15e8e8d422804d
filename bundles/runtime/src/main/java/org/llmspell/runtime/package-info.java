/** The registries and the pipeline. Nothing here is API. */
@NullMarked
package org.llmspell.runtime;

import org.jspecify.annotations.NullMarked;
