package org.llmspell.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.llmspell.config.ConfigTrail.Kind;
import org.llmspell.core.config.Settings;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.script.ScriptSession;

/** The settings as one script may see them: with defaults, without what is not for it. */
final class ConfigView {
  private final LayeredSettings loader;
  private final ConfiguredContainer container;
  private final ScriptSession session;
  private final ConfigTrail trail;
  private final ConfigPermissions permissions;
  private @Nullable Keys keys;

  /** What the settings of the script and those of the container both allow holds. */
  ConfigView(
      LayeredSettings loader,
      ConfiguredContainer container,
      ScriptSession session,
      ConfigTrail trail) {
    this.loader = loader;
    this.container = container;
    this.session = session;
    this.trail = trail;
    this.permissions =
        ConfigPermissions.of(session.settings()).and(ConfigPermissions.of(container.base()));
  }

  ConfigPermissions permissions() {
    return permissions;
  }

  /** The script, for the trail. */
  String source() {
    return session.file().map(file -> String.valueOf(file.getFileName())).orElse("script");
  }

  /** The setting or section of a name; empty when it has no value. */
  Optional<Object> find(List<String> path) {
    check(path);
    Optional<Object> found = KeyPath.find(tree(), path);
    return permissions.accessSecrets()
        ? found
        : found.map(value -> Redaction.value(path.getLast(), value));
  }

  /** All settings. */
  Map<String, @Nullable Object> all() {
    check(List.of());
    return permissions.accessSecrets() ? tree() : Redaction.table(tree());
  }

  private void check(List<String> path) {
    var change = new Change(path, null, null);
    if (!permissions.read()) {
      String reason = "scripts may not read the settings; runtime.security.config.read allows it";
      trail.add(source(), Kind.READ, change, reason);
      throw denied("reading the settings", reason);
    }
    trail.add(source(), permissions.accessSecrets() ? Kind.SECRET_ACCESS : Kind.READ, change, "");
  }

  static SpellException denied(String what, String reason) {
    return SpellException.configuration("Permission denied: %s: %s".formatted(what, reason), null);
  }

  /** All that the script may see, with secrets. */
  Map<String, @Nullable Object> tree() {
    Keys known = keys;
    if (known == null) {
      known = loader.keys();
      keys = known;
    }
    Map<String, @Nullable Object> tree = new EffectiveSettings(known, layers()).tree();
    keep(tree, "tools", name -> permissions.allowsTool(name) || !isTable(tree, "tools", name));
    keep(tree, "providers", name -> isProviderSetting(name) || permissions.allowsProvider(name));
    if (tree.get("providers") instanceof Map<?, ?> providers
        && providers.get("providers") instanceof Map<?, ?> older) {
      Map<String, @Nullable Object> copy = filtered(providers, _ -> true);
      copy.put("providers", filtered(older, permissions::allowsProvider));
      tree.put("providers", copy);
    }
    return tree;
  }

  private Layers layers() {
    Layers layers =
        new Layers(List.of(Layer.named("settings", session.settings().values(), Map.of())));
    Map<String, @Nullable Object> changed = container.runtime();
    return changed.isEmpty() ? layers : layers.with(Layer.named(Layer.SCRIPT, changed, Map.of()));
  }

  /** The settings of the script with what scripts have changed. */
  Settings settings() {
    return layers().settings();
  }

  static boolean isProviderSetting(String name) {
    return name.equals("default_provider") || name.equals("recordings") || name.equals("providers");
  }

  private static boolean isTable(Map<?, ?> tree, String section, String name) {
    return tree.get(section) instanceof Map<?, ?> table && table.get(name) instanceof Map<?, ?>;
  }

  private static void keep(
      Map<String, @Nullable Object> tree, String section, Predicate<String> wanted) {
    if (tree.get(section) instanceof Map<?, ?> table) {
      tree.put(section, filtered(table, wanted));
    }
  }

  private static Map<String, @Nullable Object> filtered(Map<?, ?> table, Predicate<String> wanted) {
    Map<String, @Nullable Object> copy = new LinkedHashMap<>();
    table.forEach((name, value) -> {
      String key = String.valueOf(name);
      if (wanted.test(key)) {
        copy.put(key, value);
      }
    });
    return copy;
  }
}
