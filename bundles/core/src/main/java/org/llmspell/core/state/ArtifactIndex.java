package org.llmspell.core.state;

import java.time.Instant;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Which artifacts were made of which entries of state, and in which piece of work; a service. Safe
 * to share between threads.
 */
@ProviderType
public interface ArtifactIndex {

  /**
   * That an artifact belongs to a key.
   *
   * @param key any text, usually a key of state
   * @param artifactId the artifact
   * @param correlationId the piece of work in which it was made
   * @param timestamp when
   */
  record Entry(String key, String artifactId, String correlationId, Instant timestamp) {}

  /** Notes an artifact of a key. */
  void track(String key, String artifactId, String correlationId);

  /** The artifacts of a key, oldest first. */
  List<Entry> ofKey(String key);

  /** All that was made in one piece of work, oldest first. */
  List<Entry> ofCorrelation(String correlationId);

  /**
   * Where an artifact comes from: its own entries, and those of everything else that was made in
   * the same pieces of work, oldest first.
   */
  List<Entry> lineage(String artifactId);

  /** Forgets the artifacts of a key; says how many. */
  long forget(String key);
}
