package org.llmspell.runtime;

import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.ToolOutput;
import org.llmspell.core.component.SemanticVersion;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.runtime.Invocation;
import org.llmspell.core.runtime.ToolInfo;
import org.llmspell.core.tool.RecordBinding;
import org.llmspell.core.tool.RecordTool;
import org.llmspell.core.tool.Tool;
import org.llmspell.core.tool.ToolSchema;

/**
 * One registered tool service: what it says about itself, the tool once it was needed, and the gate
 * that its calls go through.
 */
final class ToolEntry implements Comparable<ToolEntry>, Invocation.SchemaSource {
  private final ToolSource source;
  private final Gate gate = new Gate();
  private volatile ToolInfo info;
  private volatile @Nullable Loaded loaded;

  /** The tool with what is derived from it once. */
  private record Loaded(ToolSchema schema, Caller caller) {}

  /** Calls the tool with parameters that were validated. */
  private interface Caller {
    ToolOutput call(Invocation invocation);
  }

  ToolEntry(ToolInfo info, ToolSource source) {
    this.info = info;
    this.source = source;
  }

  ToolInfo info() {
    return info;
  }

  /** The service says something else about itself. To be called by the table. */
  void describe(ToolInfo newInfo) {
    info = newInfo;
  }

  Gate gate() {
    return gate;
  }

  long bundleId() {
    return source.bundleId();
  }

  /** Whether the name, folded, is the tool's name or one of its aliases. */
  boolean isNamed(String folded) {
    return ToolProperties.fold(info.name()).equals(folded) || hasAlias(info.aliases(), folded);
  }

  private static boolean hasAlias(List<String> aliases, String folded) {
    return aliases.stream().anyMatch(alias -> ToolProperties.fold(alias).equals(folded));
  }

  /** Highest version first, then ranking, then age. */
  @Override
  public int compareTo(ToolEntry other) {
    SemanticVersion mine = info.version();
    int byVersion = other.info.version().compareTo(mine);
    return byVersion != 0 ? byVersion : other.source.compareTo(source);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }

  @Override
  public ToolSchema schema() {
    return load().schema();
  }

  /** Makes the tool, if that was not done yet. */
  void probe() {
    load();
  }

  ToolOutput call(Invocation invocation) {
    return load().caller().call(invocation);
  }

  private Loaded load() {
    Loaded known = loaded;
    return known != null ? known : loadOnce();
  }

  private synchronized Loaded loadOnce() {
    Loaded known = loaded;
    if (known == null) {
      known = bind(source.get());
      loaded = known;
    }
    return known;
  }

  /** Whatever a plugin throws here is a failure of that plugin, and the service is given back. */
  private Loaded bind(Tool tool) {
    try {
      if (tool instanceof RecordTool<?> recordTool) {
        return bindRecord(recordTool);
      }
      return new Loaded(
          tool.schema(),
          invocation ->
              tool.call(
                  Collections.unmodifiableMap(invocation.parameters()), invocation.context()));
    } catch (Throwable e) {
      source.release();
      throw SpellException.tool(
          info.name(),
          "Tool '%s' has no usable schema: %s".formatted(info.name(), Causes.of(e)),
          e);
    }
  }

  private static <P extends Record> Loaded bindRecord(RecordTool<P> tool) {
    RecordBinding<P> binding = RecordBinding.of(tool);
    return new Loaded(
        binding.schema(),
        invocation ->
            tool.execute(binding.bindValid(invocation.parameters()), invocation.context()));
  }

  /** Lets go of the service. */
  void dispose() {
    if (loaded != null) {
      loaded = null;
      source.release();
    }
  }
}
