package org.llmspell.core.context;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.security.SecurityLevel;
import org.llmspell.core.security.SecurityPolicy;

/**
 * What the caller may do.
 *
 * @param permissions names of what is granted; {@code tool:NAME} grants a tool whatever its level
 * @param level the highest level of component that may be called
 * @param policy the rules in detail; null when only those of the container apply
 */
public record SecurityContext(
    List<String> permissions, SecurityLevel level, @Nullable SecurityPolicy policy) {

  /** Copies the permissions. */
  public SecurityContext {
    permissions = List.copyOf(permissions);
  }

  /** Without rules of its own. */
  public SecurityContext(List<String> permissions, SecurityLevel level) {
    this(permissions, level, null);
  }

  /** Whether a tool may be called: its level is not too high, or it is granted by name. */
  public boolean permits(String tool, SecurityLevel required) {
    return level.allows(required) || permissions.contains("tool:" + tool);
  }
}
