/** How entries lie in a backend: keys, records, encryption, and the store that is open. */
@NullMarked
package org.llmspell.state.store;

import org.jspecify.annotations.NullMarked;
