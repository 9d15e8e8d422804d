/** The guard of the network. */
@NullMarked
package org.llmspell.security.network;

import org.jspecify.annotations.NullMarked;
