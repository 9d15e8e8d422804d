/** The guard of files. */
@NullMarked
package org.llmspell.security.files;

import org.jspecify.annotations.NullMarked;
