/** Takes secrets out of texts. */
@NullMarked
package org.llmspell.security.redact;

import org.jspecify.annotations.NullMarked;
