package org.llmspell.core.context;

import java.util.List;
import org.llmspell.core.security.SecurityLevel;

/**
 * What the caller may do.
 *
 * @param permissions names of what is granted
 * @param level the highest level of component that may be called
 */
public record SecurityContext(List<String> permissions, SecurityLevel level) {

  /** Copies the permissions. */
  public SecurityContext {
    permissions = List.copyOf(permissions);
  }
}
