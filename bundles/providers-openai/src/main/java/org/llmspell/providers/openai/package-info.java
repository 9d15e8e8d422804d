/**
 * Language models of OpenAI and of servers that speak its language: Groq, Together, Fireworks,
 * Perplexity, Cohere, LM Studio, vLLM. Nothing here is API.
 */
@NullMarked
package org.llmspell.providers.openai;

import org.jspecify.annotations.NullMarked;
