/** Looks into the jars of plugins before the framework does. Nothing here is API. */
@NullMarked
package org.llmspell.verify;

import org.jspecify.annotations.NullMarked;
