package org.llmspell.core.hook;

import java.util.List;

/**
 * What is known about a hook without calling it.
 *
 * @param name unique among the hooks of a point
 * @param description for people; may be empty
 * @param priority when it runs
 * @param language the language that it is written in
 * @param tags words to find it by
 * @param version its version
 * @param limits how it is contained
 */
public record HookMetadata(
    String name,
    String description,
    HookPriority priority,
    String language,
    List<String> tags,
    String version,
    HookLimits limits) {

  /** Copies the tags. */
  public HookMetadata {
    tags = List.copyOf(tags);
  }

  /** A native hook of normal priority. */
  public static HookMetadata of(String name) {
    return new HookMetadata(
        name, "", HookPriority.NORMAL, "native", List.of(), "1.0.0", HookLimits.DEFAULT);
  }

  /** The same with another priority. */
  public HookMetadata withPriority(HookPriority newPriority) {
    return new HookMetadata(name, description, newPriority, language, tags, version, limits);
  }

  /** The same with other limits. */
  public HookMetadata withLimits(HookLimits newLimits) {
    return new HookMetadata(name, description, priority, language, tags, version, newLimits);
  }

  /** The same with other tags. */
  public HookMetadata withTags(String... newTags) {
    return new HookMetadata(
        name, description, priority, language, List.of(newTags), version, limits);
  }

  /** Names the hook and its version: what recordings of it are filed under. */
  public String replayId() {
    return name + ":" + version;
  }
}
