/** What the providers over LangChain4j have in common. Nothing here is API. */
@NullMarked
package org.llmspell.providers.langchain4j;

import org.jspecify.annotations.NullMarked;
