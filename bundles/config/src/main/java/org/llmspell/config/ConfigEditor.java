package org.llmspell.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.llmspell.config.ConfigTrail.Kind;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.script.ScriptSession;

/** Changes settings for a script, for as long as the container runs. */
final class ConfigEditor {
  private static final long MAX_MEMORY = 1L << 30;
  private static final long MIN_MILLIS = 1_000;

  /** What is settled when a container starts; a script must not open a door for itself. */
  private static final Set<String> LOCKED =
      Set.of(
          "allow_process_spawn",
          "allow_network_access",
          "allow_file_access",
          "config",
          "profile",
          "profiles",
          "plugins",
          "audit");

  private final LayeredSettings loader;
  private final ConfiguredContainer container;
  private final ScriptSession session;
  private final ConfigView view;
  private final ConfigTrail trail;

  ConfigEditor(
      LayeredSettings loader,
      ConfiguredContainer container,
      ScriptSession session,
      ConfigView view,
      ConfigTrail trail) {
    this.loader = loader;
    this.container = container;
    this.session = session;
    this.view = view;
    this.trail = trail;
  }

  /** Lets tools touch one more folder or pattern. */
  void addAllowedPath(String path) {
    List<String> key = List.of("tools", "file_operations", "allowed_paths");
    ConfigPermissions permissions = view.permissions();
    if (path.isBlank()) {
      throw SpellException.validation("path", "A path to allow can not be empty");
    }
    require(permissions.modifyTools(), "modify_tools", key, path);
    require(permissions.allowsTool("file_operations"), "allowed_tools", key, path);
    List<@Nullable Object> paths = new ArrayList<>();
    if (KeyPath.find(view.tree(), key).orElse(null) instanceof List<?> before) {
      paths.addAll(before);
    }
    if (!paths.contains(path)) {
      paths.add(path);
      set(Map.of(key, paths));
    }
  }

  /** Sets up a provider; what was set before and is not named stays. */
  void setProvider(String name, Map<String, @Nullable Object> settings) {
    ConfigPermissions permissions = view.permissions();
    List<String> key = List.of("providers", name);
    if (name.isBlank() || ConfigView.isProviderSetting(name)) {
      throw SpellException.validation(
          "name", "'%s' can not be the name of a provider".formatted(name));
    }
    require(permissions.modifyProviders(), "modify_providers", key, settings);
    require(permissions.allowsProvider(name), "allowed_providers", key, settings);
    Map<List<String>, @Nullable Object> changes = new LinkedHashMap<>();
    flatten(changes, key, settings);
    set(changes);
  }

  /** Changes settings of {@code runtime.security}. */
  void setSecurity(Map<String, @Nullable Object> settings) {
    List<String> section = List.of("runtime", "security");
    require(view.permissions().modifySecurity(), "modify_security", section, settings);
    Map<List<String>, @Nullable Object> changes = new LinkedHashMap<>();
    flatten(changes, section, settings);
    changes.forEach((key, value) -> {
      String name = key.get(section.size());
      if (LOCKED.contains(name)) {
        deny(key, value, "it is settled when the container starts");
      }
      if (name.equals("max_memory_bytes")
          && value instanceof Number n
          && n.doubleValue() > MAX_MEMORY) {
        deny(key, value, "it may be %d at most".formatted(MAX_MEMORY));
      }
      if (name.equals("max_execution_time_ms")
          && value instanceof Number n
          && n.doubleValue() < MIN_MILLIS) {
        deny(key, value, "it must be %d at least".formatted(MIN_MILLIS));
      }
    });
    set(changes);
  }

  /** Goes back to what scripts had changed at some time. */
  void restore(Map<String, @Nullable Object> state) {
    List<String> everything = List.of("runtime");
    require(view.permissions().modifyRuntime(), "modify_runtime", everything, null);
    work(() -> container.change(_ -> state));
    trail.add(view.source(), Kind.UPDATE, new Change(everything, null, "snapshot"), "");
  }

  /** Notes a denial and raises it, unless the permission is there. */
  void require(boolean allowed, String permission, List<String> key, @Nullable Object value) {
    if (!allowed) {
      deny(
          key,
          value,
          "%s.%s must allow it, for the script and for its container"
              .formatted(ConfigPermissions.SECTION, permission));
    }
  }

  private void deny(List<String> key, @Nullable Object value, String reason) {
    trail.add(view.source(), Kind.UPDATE, new Change(key, null, value), reason);
    throw ConfigView.denied("changing '%s'".formatted(KeyPath.text(key)), reason);
  }

  private static void flatten(
      Map<List<String>, @Nullable Object> to, List<String> prefix, Map<?, ?> table) {
    table.forEach((name, value) -> {
      List<String> path = KeyPath.append(prefix, String.valueOf(name));
      if (value instanceof Map<?, ?> inner) {
        flatten(to, path, inner);
      } else {
        to.put(path, value);
      }
    });
  }

  private void set(Map<List<String>, @Nullable Object> changes) {
    check(changes);
    Map<String, @Nullable Object> before = view.tree();
    work(() ->
        container.change(old -> {
          Map<String, @Nullable Object> overlay =
              Layer.merge(List.of(Layer.named("", old, Map.of())));
          changes.forEach((key, value) -> Tree.set(overlay, key, value));
          return overlay;
        }));
    changes.forEach((key, value) -> {
      Optional<Object> old = KeyPath.find(before, key);
      trail.add(
          view.source(),
          old.isPresent() ? Kind.UPDATE : Kind.CREATE,
          new Change(key, old.orElse(null), value),
          "");
    });
  }

  /** Wrong values and names that nobody knows are refused. */
  private void check(Map<List<String>, @Nullable Object> changes) {
    Map<String, @Nullable Object> tree = Tree.create();
    changes.forEach((key, value) -> Tree.set(tree, key, value));
    Findings findings =
        loader.findings(new Layers(List.of(Layer.named(Layer.SCRIPT, tree, Map.of()))));
    List<String> wrong = new ArrayList<>(findings.errors());
    wrong.addAll(findings.warnings());
    if (!wrong.isEmpty()) {
      throw SpellException.configuration(String.join("; ", wrong), null);
    }
  }

  /** In a way in which hooks can call the script meanwhile. */
  private void work(Runnable change) {
    try {
      session.await(() -> {
        change.run();
        return true;
      });
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw SpellException.component("The script was stopped while settings changed", e);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw SpellException.configuration("The settings can not be changed: " + e.getMessage(), e);
    }
  }
}
