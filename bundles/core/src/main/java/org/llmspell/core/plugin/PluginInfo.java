package org.llmspell.core.plugin;

import java.time.Instant;
import java.util.List;
import java.util.Set;
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
 * @param granted the permissions that the operator gave to this version
 */
public record PluginInfo(
    String name,
    String version,
    State state,
    List<String> tools,
    Instant installedAt,
    @Nullable String previousVersion,
    @Nullable String problem,
    Set<Permission> granted) {

  /** What a plugin does. */
  public enum State {
    /** Its tools take calls. */
    ACTIVE,
    /** It could not be started; see the problem. */
    FAILED
  }

  /** Copies what is given. */
  public PluginInfo {
    tools = List.copyOf(tools);
    granted = Set.copyOf(granted);
  }

  /** Without permissions. */
  public PluginInfo(
      String name,
      String version,
      State state,
      List<String> tools,
      Instant installedAt,
      @Nullable String previousVersion,
      @Nullable String problem) {
    this(name, version, state, tools, installedAt, previousVersion, problem, Set.of());
  }
}
