/** The policy: settings compiled into rules. */
@NullMarked
package org.llmspell.security.policy;

import org.jspecify.annotations.NullMarked;
