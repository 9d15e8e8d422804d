/** What state and its stores on disk have in common. Lies inside their bundles. */
@NullMarked
package org.llmspell.state.disk;

import org.jspecify.annotations.NullMarked;
