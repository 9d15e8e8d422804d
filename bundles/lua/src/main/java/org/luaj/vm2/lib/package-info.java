/** Our own access to what LuaJ does not show, in its package. No file of LuaJ is here. */
@NullMarked
package org.luaj.vm2.lib;

import org.jspecify.annotations.NullMarked;
