/** Language models of Mistral. Nothing here is API. */
@NullMarked
package org.llmspell.providers.mistral;

import org.jspecify.annotations.NullMarked;
