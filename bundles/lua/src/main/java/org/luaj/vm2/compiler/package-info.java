/**
 * Our own additions to the compiler of LuaJ, in its package because its members are not public. No
 * file of LuaJ is here.
 */
@NullMarked
package org.luaj.vm2.compiler;

import org.jspecify.annotations.NullMarked;
