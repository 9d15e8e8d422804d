/** The eight built-in hooks, one class each with its configuration. */
@NullMarked
package org.llmspell.hooks.builtin;

import org.jspecify.annotations.NullMarked;
