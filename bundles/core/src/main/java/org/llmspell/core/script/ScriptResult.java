package org.llmspell.core.script;

import java.time.Duration;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * How a script ended when no error was raised.
 *
 * @param value the first value that it returned, a plain value
 * @param exitCode what it passed to an exit function, when it ended that way
 * @param duration how long it ran
 */
public record ScriptResult(@Nullable Object value, OptionalInt exitCode, Duration duration) {}
