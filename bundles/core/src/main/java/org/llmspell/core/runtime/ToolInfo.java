package org.llmspell.core.runtime;

import java.util.List;
import org.llmspell.core.component.SemanticVersion;
import org.llmspell.core.security.SecurityLevel;

/**
 * What the registry knows about a tool without loading it.
 *
 * @param name the canonical name
 * @param description one sentence
 * @param category the category
 * @param level the level that a caller must have
 * @param version the version
 * @param aliases further names
 * @param bundle symbolic name of the bundle that it comes from
 */
public record ToolInfo(
    String name,
    String description,
    String category,
    SecurityLevel level,
    SemanticVersion version,
    List<String> aliases,
    String bundle) {

  /** Copies the aliases. */
  public ToolInfo {
    aliases = List.copyOf(aliases);
  }
}
