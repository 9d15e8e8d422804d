package org.llmspell.core.plugin;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An installed plugin.
 *
 * @param name symbolic name of its bundle
 * @param version version of its bundle
 * @param state what it does now
 * @param tools names of its tools
 * @param installedAt when this version was installed
 * @param previousVersion the version that {@code rollback} brings back, or null
 * @param problem why it does not run, or null
 */
public record PluginInfo(
    String name,
    String version,
    State state,
    List<String> tools,
    Instant installedAt,
    @Nullable String previousVersion,
    @Nullable String problem) {

  /** What a plugin does. */
  public enum State {
    /** Its tools take calls. */
    ACTIVE,
    /** It could not be started; see the problem. */
    FAILED
  }

  /** Copies the tools. */
  public PluginInfo {
    tools = List.copyOf(tools);
  }
}
