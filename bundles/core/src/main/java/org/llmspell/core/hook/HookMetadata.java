package org.llmspell.core.hook;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What is known about a hook without calling it.
 *
 * @param name unique among the hooks of a point
 * @param description for people; may be empty
 * @param priority when it runs
 * @param language the language that it is written in
 * @param tags words to find it by
 * @param version its version
 * @param timeout how long one run may take, when the default of the executor does not fit
 */
public record HookMetadata(
    String name,
    String description,
    HookPriority priority,
    String language,
    List<String> tags,
    String version,
    Optional<Duration> timeout) {

  /** Copies the tags. */
  public HookMetadata {
    tags = List.copyOf(tags);
  }

  /** A native hook of normal priority. */
  public static HookMetadata of(String name) {
    return new HookMetadata(
        name, "", HookPriority.NORMAL, "native", List.of(), "1.0.0", Optional.empty());
  }

  /** The same with another priority. */
  public HookMetadata withPriority(HookPriority newPriority) {
    return new HookMetadata(name, description, newPriority, language, tags, version, timeout);
  }
}
