/**
 * The utility tools: one public class a tool, its helpers beside it. Nothing here is API.
 *
 * <p>A tool's constructor does nothing; the library behind it is loaded by the first call.
 */
@NullMarked
package org.llmspell.tools.utility;

import org.jspecify.annotations.NullMarked;
