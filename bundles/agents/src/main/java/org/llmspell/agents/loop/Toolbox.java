package org.llmspell.agents.loop;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.llmspell.agents.Names;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.model.ModelTool;
import org.llmspell.core.runtime.ToolInfo;
import org.llmspell.core.runtime.ToolRegistry;

/**
 * The tools that an agent offers to its model. They are looked up anew when the registry has
 * changed, so a turn goes on with the new version of a tool that was replaced meanwhile. Safe to
 * share between threads.
 */
@SuppressWarnings("NullAway") // compact constructors of records lose nullness in type arguments
public final class Toolbox {
  private static final String ALL = "*";
  private static final int MAX_NAME = 64;

  private final List<String> allowed;
  private final ToolRegistry registry;
  private final Predicate<String> excluded;
  private final Map<String, LocalTool> locals = new LinkedHashMap<>();
  private volatile @Nullable Offer known;

  /**
   * What is offered.
   *
   * @param generation that of the registry
   * @param names the registry's name of each name that models see
   */
  private record Offer(long generation, List<ModelTool> tools, Map<String, String> names) {}

  /**
   * A box with some tools of the registry.
   *
   * @param allowed their names; {@code *} for all
   * @param excluded tells the tools that are never offered, by their canonical name
   * @param more functions of the agent's own
   */
  public Toolbox(
      List<String> allowed,
      ToolRegistry registry,
      Predicate<String> excluded,
      Collection<LocalTool> more) {
    this.allowed = allowed;
    this.registry = registry;
    this.excluded = excluded;
    more.forEach(local -> locals.put(local.tool().name(), local));
  }

  /** What is offered now. */
  public List<ModelTool> tools() {
    return offer().tools();
  }

  /** The function of the agent's own that a model has called. */
  Optional<LocalTool> local(String called) {
    return Optional.ofNullable(locals.get(called));
  }

  /** The registry's name of a tool that a model has called; empty when it is not offered. */
  Optional<String> resolve(String called) {
    Map<String, String> names = offer().names();
    String exact = names.get(called);
    if (exact != null) {
      return Optional.of(exact);
    }
    String folded = Names.fold(called);
    return names.entrySet().stream()
        .filter(entry -> Names.fold(entry.getKey()).equals(folded))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  /** What a model is told that has called a tool which is not offered. */
  String unknown(String called) {
    List<String> names = tools().stream().map(ModelTool::name).toList();
    return "Tool '%s' not found%s. Available tools: %s"
        .formatted(
            called, Names.hint(called, names), names.isEmpty() ? "none" : String.join(", ", names));
  }

  private Offer offer() {
    Offer offer = known;
    long generation = registry.generation();
    if (offer == null || offer.generation() != generation) {
      offer = lookUp(generation, offer);
      known = offer;
    }
    return offer;
  }

  private Offer lookUp(long generation, @Nullable Offer before) {
    List<ModelTool> tools = new ArrayList<>();
    Map<String, String> names = new LinkedHashMap<>();
    locals.values().forEach(local -> tools.add(local.tool()));
    for (String name : allowed.contains(ALL) ? all() : allowed) {
      Optional<ToolInfo> found = registry.find(name);
      if (found.isPresent()) {
        add(found.get(), tools, names);
      } else if (before != null) {
        keep(name, before, tools, names);
      }
    }
    return new Offer(generation, tools, names);
  }

  private List<String> all() {
    return registry.list().stream().map(ToolInfo::name).toList();
  }

  private void add(ToolInfo tool, List<ModelTool> tools, Map<String, String> names) {
    if (excluded.test(tool.name()) || names.containsValue(tool.name())) {
      return;
    }
    String offered = unique(offered(tool.name()), names);
    Map<String, @Nullable Object> schema;
    try {
      schema = registry.schema(tool.name()).toJsonSchema();
    } catch (SpellException e) {
      return; // it has gone just now, or can not be made: what can not be called is not offered
    }
    tools.add(new ModelTool(offered, tool.description(), schema));
    names.put(offered, tool.name());
  }

  /** A tool that was here and is not now is being replaced: its calls wait for the new one. */
  private void keep(String name, Offer before, List<ModelTool> tools, Map<String, String> names) {
    String folded = Names.fold(name);
    before.names().entrySet().stream()
        .filter(entry -> Names.fold(entry.getValue()).equals(folded))
        .findFirst()
        .ifPresent(entry -> {
          before.tools().stream()
              .filter(tool -> tool.name().equals(entry.getKey()))
              .findFirst()
              .ifPresent(tools::add);
          names.put(entry.getKey(), entry.getValue());
        });
  }

  /** A name as vendors take it: letters, digits, dashes and underscores. */
  public static String offered(String name) {
    String plain = name.replaceAll("[^a-zA-Z0-9_-]", "_");
    return plain.length() <= MAX_NAME ? plain : plain.substring(0, MAX_NAME);
  }

  private String unique(String name, Map<String, String> names) {
    String candidate = name;
    for (int i = 2; names.containsKey(candidate) || locals.containsKey(candidate); i++) {
      String end = "_" + i;
      candidate = name.substring(0, Math.min(name.length(), MAX_NAME - end.length())) + end;
    }
    return candidate;
  }
}
