package org.llmspell.workflows;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.ToolOutput;
import org.llmspell.core.component.SemanticVersion;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.runtime.ToolInfo;
import org.llmspell.core.runtime.ToolInvoker;
import org.llmspell.core.runtime.ToolRegistry;
import org.llmspell.core.security.SecurityLevel;
import org.llmspell.core.tool.ToolSchema;

/** Tools made of functions, with deadlines as in the pipeline. */
final class FakeTools implements ToolInvoker, ToolRegistry {

  /** What a tool does. */
  interface Work {
    ToolOutput call(Map<String, ? extends @Nullable Object> parameters, ExecutionContext context)
        throws InterruptedException;
  }

  final List<String> calls = new ArrayList<>();
  private final Map<String, Work> tools = new ConcurrentHashMap<>();

  FakeTools() {
    add("echo", (p, _) -> ToolOutput.ofText(String.valueOf(p.get("input"))));
    add(
        "upper",
        (p, _) ->
            ToolOutput.success(
                "upper", String.valueOf(p.get("input")).toUpperCase(java.util.Locale.ROOT)));
    add(
        "shout",
        (p, _) ->
            ToolOutput.ofText(String.valueOf(p.get("input")).toUpperCase(java.util.Locale.ROOT)));
    add("fail", (_, _) -> ToolOutput.failure("fail", "it can not"));
    add(
        "slow",
        (_, context) -> {
          while (!context.cancellation().isCancelled()) {
            Thread.sleep(1);
          }
          throw SpellException.timeout(java.time.Duration.ofMillis(1), "too slow");
        });
  }

  FakeTools add(String name, Work work) {
    tools.put(name, work);
    return this;
  }

  @Override
  public ToolOutput invoke(
      String tool, Map<String, ? extends @Nullable Object> parameters, ExecutionContext context) {
    Work work = tools.get(tool);
    if (work == null) {
      throw SpellException.component("Tool '%s' not found".formatted(tool), null);
    }
    synchronized (calls) {
      calls.add(tool + parameters);
    }
    try {
      return work.call(parameters, context);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted");
    }
  }

  @Override
  public List<ToolInfo> list() {
    return tools.keySet().stream().sorted().map(FakeTools::info).toList();
  }

  private static ToolInfo info(String name) {
    return new ToolInfo(
        name, "", "", SecurityLevel.SAFE, new SemanticVersion(1, 0, 0), List.of(), "test");
  }

  @Override
  public Optional<ToolInfo> find(String name) {
    return tools.containsKey(name) ? Optional.of(info(name)) : Optional.empty();
  }

  @Override
  public List<ToolInfo> versions(String name) {
    return find(name).stream().toList();
  }

  @Override
  public ToolSchema schema(String name) {
    return ToolSchema.of(name, "", List.of());
  }

  @Override
  public long generation() {
    return 0;
  }
}
