package org.llmspell.core.plugin;

/**
 * A place in a plugin that uses something of the outside.
 *
 * @param permission what it needs
 * @param where the class and the method, for example {@code com.acme.Tool.read()}
 * @param what it does, for example {@code calls java.nio.file.Files.newInputStream}
 * @param entry the entry of the jar that the class is in
 */
public record PermissionUse(Permission permission, String where, String what, String entry) {}
