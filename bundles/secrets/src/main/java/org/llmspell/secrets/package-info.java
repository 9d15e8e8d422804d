/** Keeps the keys of services. Nothing here is API. */
@NullMarked
package org.llmspell.secrets;

import org.jspecify.annotations.NullMarked;
