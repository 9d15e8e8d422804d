package org.llmspell.deploy;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.llmspell.core.error.SpellException;
import org.osgi.framework.Version;

/**
 * Makes an index from the jars of a store whose index is damaged. Which versions were active is
 * lost, so nothing of it is started: it is listed with the problem until somebody decides.
 */
final class Recovery {
  private static final System.Logger LOG = System.getLogger("llmspell.deploy");

  private Recovery() {}

  static Index rebuild(Store store, String damage) {
    Map<String, List<Release>> found = new TreeMap<>();
    for (Path jar : store.jars()) {
      try {
        PluginJar facts = PluginJar.read(jar, jar.getFileName().toString());
        found.computeIfAbsent(facts.name(), _ -> new ArrayList<>()).add(store.describe(jar, facts));
      } catch (IOException | SpellException e) {
        LOG.log(
            Level.WARNING, "{0} in the store of plugins is not usable: {1}", jar, e.getMessage());
      }
    }
    Index index = Index.EMPTY;
    for (var plugin : found.entrySet()) {
      index = index.with(entry(plugin.getKey(), plugin.getValue(), damage));
    }
    return index;
  }

  private static Entry entry(String name, List<Release> releases, String damage) {
    releases.sort(
        Comparator.comparing((Release r) -> Version.parseVersion(r.version()), VersionOrder.ORDER)
            .reversed());
    return new Entry(
        name,
        releases.getFirst(),
        releases.size() > 1 ? releases.get(1) : null,
        "the index of plugins was damaged (%s), so it is not known whether this version was active;"
                .formatted(damage)
            + " install it again or roll it back");
  }
}
