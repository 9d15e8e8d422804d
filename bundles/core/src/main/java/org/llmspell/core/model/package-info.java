/**
 * Language models: what is asked, what comes back, and the services in between. A {@link
 * org.llmspell.core.model.ModelProvider} is a service that speaks to one vendor; {@link
 * org.llmspell.core.model.ModelRegistry} finds it by the name {@code provider/model}, looks its key
 * and settings up and repeats what failed in passing.
 */
@NullMarked
@Export
@Version("1.1.0")
package org.llmspell.core.model;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
