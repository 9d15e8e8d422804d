/** The log of security decisions. */
@NullMarked
package org.llmspell.security.audit;

import org.jspecify.annotations.NullMarked;
