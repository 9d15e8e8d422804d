/** What every store of state has to pass; needs JUnit 5 or later on the class path of the tests. */
@NullMarked
@Export
@Version("1.0.0")
package org.llmspell.testkit.state;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
