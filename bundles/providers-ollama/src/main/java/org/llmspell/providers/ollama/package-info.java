/** Language models of Ollama. Nothing here is API. */
@NullMarked
package org.llmspell.providers.ollama;

import org.jspecify.annotations.NullMarked;
