package org.llmspell.core.plugin;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A place in a plugin that uses something of the outside.
 *
 * @param needed the permission for it; null when no plugin may do this
 * @param where the class and the method, for example {@code com.acme.Tool.read()}
 * @param what it does, for example {@code calls java.nio.file.Files.newInputStream}
 * @param entry the entry of the jar that the class is in
 */
public record PermissionUse(@Nullable Permission needed, String where, String what, String entry) {

  /** The permission; empty when no plugin may do this. */
  public Optional<Permission> permission() {
    return Optional.ofNullable(needed);
  }
}
