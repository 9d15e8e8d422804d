package org.llmspell.deploy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.runtime.ToolInfo;
import org.llmspell.core.runtime.ToolRegistry;
import org.llmspell.core.tool.ToolSpec;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRevision;

/** Which tools a bundle declares, and whose names are taken. */
final class ToolNames {
  private final ToolRegistry registry;

  ToolNames(ToolRegistry registry) {
    this.registry = registry;
  }

  /** The tools that the manifest of a bundle declares. */
  static Set<String> declared(Bundle bundle) {
    BundleRevision revision = bundle.adapt(BundleRevision.class);
    if (revision == null) {
      return Set.of();
    }
    Set<String> names = new TreeSet<>();
    for (BundleCapability capability : revision.getDeclaredCapabilities(ToolSpec.NAMESPACE)) {
      if (capability.getAttributes().get(ToolSpec.NAMESPACE) instanceof String name) {
        names.add(name);
      }
    }
    return names;
  }

  /** The declared tools that are not among those that the bundle offers. */
  static Set<String> missing(Set<String> declared, List<ToolInfo> offered) {
    Set<String> there = offered.stream().map(tool -> fold(tool.name())).collect(Collectors.toSet());
    return declared.stream()
        .filter(name -> !there.contains(fold(name)))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  static List<String> names(List<ToolInfo> tools) {
    return tools.stream().map(ToolInfo::name).distinct().sorted().toList();
  }

  /** The names of tools, aliases too. */
  static Set<String> withAliases(List<ToolInfo> tools) {
    Set<String> names = new TreeSet<>();
    for (ToolInfo tool : tools) {
      names.add(tool.name());
      names.addAll(tool.aliases());
    }
    return names;
  }

  /**
   * Refuses names and aliases that tools of other bundles have.
   *
   * @param plugin the bundle that wants them; its other versions do not count
   */
  void checkFree(Set<String> wanted, String plugin) {
    Map<String, ToolInfo> taken = new TreeMap<>();
    for (ToolInfo listed : registry.list()) {
      for (ToolInfo tool : registry.versions(listed.name())) {
        if (!tool.bundle().equals(plugin)) {
          taken.putIfAbsent(fold(tool.name()), tool);
          tool.aliases().forEach(alias -> taken.putIfAbsent(fold(alias), tool));
        }
      }
    }
    List<String> conflicts = new ArrayList<>();
    for (String name : wanted) {
      ToolInfo owner = taken.get(fold(name));
      if (owner != null) {
        conflicts.add(
            fold(owner.name()).equals(fold(name))
                ? "the tool name '%s' belongs to '%s'".formatted(name, owner.bundle())
                : "the tool name '%s' is an alias of tool '%s' of '%s'"
                    .formatted(name, owner.name(), owner.bundle()));
      }
    }
    if (!conflicts.isEmpty()) {
      throw SpellException.validation("artifact", String.join(", ", conflicts));
    }
  }

  static String fold(String name) {
    return name.replace('_', '-');
  }
}
