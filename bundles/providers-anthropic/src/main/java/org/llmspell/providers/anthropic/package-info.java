/** Language models of Anthropic. Nothing here is API. */
@NullMarked
package org.llmspell.providers.anthropic;

import org.jspecify.annotations.NullMarked;
