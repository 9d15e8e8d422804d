/** Migrates what is stored from one version of its schema to another. */
@NullMarked
package org.llmspell.state.migration;

import org.jspecify.annotations.NullMarked;
