/** The templates that come with the platform. */
@NullMarked
package org.llmspell.agents.templates;

import org.jspecify.annotations.NullMarked;
