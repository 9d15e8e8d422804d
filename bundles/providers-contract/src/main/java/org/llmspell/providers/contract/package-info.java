/** The test that every provider of a vendor passes, and a server that plays the vendor. */
@NullMarked
package org.llmspell.providers.contract;

import org.jspecify.annotations.NullMarked;
