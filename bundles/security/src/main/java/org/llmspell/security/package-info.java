/** The policy's place in the pipeline, and the commands. Nothing here is API. */
@NullMarked
package org.llmspell.security;

import org.jspecify.annotations.NullMarked;
