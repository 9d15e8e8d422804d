/** Plain values as JSON. Lies inside the bundles that use it. */
@NullMarked
package org.llmspell.json;

import org.jspecify.annotations.NullMarked;
