/** What stores on disk have in common, whatever they are made with. Lies inside their bundles. */
@NullMarked
package org.llmspell.state.disk;

import org.jspecify.annotations.NullMarked;
