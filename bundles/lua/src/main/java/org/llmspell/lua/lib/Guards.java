package org.llmspell.lua.lib;

import org.llmspell.core.security.guard.EnvironmentGuard;
import org.llmspell.core.security.guard.FileGuard;
import org.llmspell.core.security.guard.ProcessGuard;

/**
 * The ways out of the sandbox.
 *
 * @param files to files
 * @param processes to programs
 * @param environment to environment variables
 */
public record Guards(FileGuard files, ProcessGuard processes, EnvironmentGuard environment) {}
