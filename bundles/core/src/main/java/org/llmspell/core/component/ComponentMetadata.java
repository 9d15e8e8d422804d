package org.llmspell.core.component;

import java.time.Instant;

/**
 * What is known about a component without calling it.
 *
 * @param id the id, made from the name
 * @param name the name
 * @param version the version
 * @param description one sentence for people and models
 * @param createdAt when the component was made
 * @param updatedAt when its version last changed
 */
public record ComponentMetadata(
    ComponentId id,
    String name,
    SemanticVersion version,
    String description,
    Instant createdAt,
    Instant updatedAt) {

  /** Metadata of a component that is new now, version 0.1.0. */
  public static ComponentMetadata of(String name, String description) {
    return of(name, SemanticVersion.INITIAL, description, Instant.now());
  }

  /** Metadata of a component that was made at the given time. */
  public static ComponentMetadata of(
      String name, SemanticVersion version, String description, Instant at) {
    return new ComponentMetadata(ComponentId.fromName(name), name, version, description, at, at);
  }

  /** The same component in another version, updated at the given time. */
  public ComponentMetadata withVersion(SemanticVersion newVersion, Instant at) {
    return new ComponentMetadata(id, name, newVersion, description, createdAt, at);
  }
}
