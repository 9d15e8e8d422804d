/**
 * Hooks: code that takes part in what others do. Whoever owns an operation fires its points through
 * {@link HookExecutor}; hooks are services ({@link Hook} with {@link HookSpec}) or are added
 * through {@link HookRegistry}. Nothing here knows a script language.
 */
@NullMarked
@Export
@Version("1.1.0")
package org.llmspell.core.hook;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
