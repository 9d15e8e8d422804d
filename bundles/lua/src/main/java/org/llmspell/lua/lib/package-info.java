/** The Lua 5.4 library functions. Nothing here is API. */
@NullMarked
package org.llmspell.lua.lib;

import org.jspecify.annotations.NullMarked;
