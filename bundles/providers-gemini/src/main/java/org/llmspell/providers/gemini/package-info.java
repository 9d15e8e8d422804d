/** Language models of Google Gemini. Nothing here is API. */
@NullMarked
package org.llmspell.providers.gemini;

import org.jspecify.annotations.NullMarked;
