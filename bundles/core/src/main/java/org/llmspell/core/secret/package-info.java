/** Keys of services, such as those of language models: where they are kept and how to get one. */
@NullMarked
@Export
@Version("1.0.0")
package org.llmspell.core.secret;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
