package org.llmspell.core.security;

import java.util.List;
import java.util.Map;

/**
 * What a component needs to be allowed. {@code *} in a list stands for everything.
 *
 * @param level the level that a caller must have
 * @param files folders or files it touches
 * @param network hosts it talks to
 * @param environment environment variables it reads
 * @param custom further requirements by name
 */
public record SecurityRequirements(
    SecurityLevel level,
    List<String> files,
    List<String> network,
    List<String> environment,
    Map<String, String> custom) {

  /** Copies the collections. */
  public SecurityRequirements {
    files = List.copyOf(files);
    network = List.copyOf(network);
    environment = List.copyOf(environment);
    custom = Map.copyOf(custom);
  }

  /** The usual requirements of a level: nothing named, except everything for privileged ones. */
  public static SecurityRequirements of(SecurityLevel level) {
    List<String> all = level == SecurityLevel.PRIVILEGED ? List.of("*") : List.of();
    return new SecurityRequirements(level, all, all, all, Map.of());
  }
}
