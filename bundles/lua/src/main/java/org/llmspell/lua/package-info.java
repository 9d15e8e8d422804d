/** The Lua engine. Nothing here is API. */
@NullMarked
package org.llmspell.lua;

import org.jspecify.annotations.NullMarked;
