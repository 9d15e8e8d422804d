package org.llmspell.console;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.command.CommandCall;
import org.llmspell.core.command.UsageException;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.plugin.Permission;
import org.llmspell.core.plugin.PluginInfo;
import org.llmspell.core.plugin.PluginManager;

/** What the commands for plugins have in common. */
final class Plugins {

  /** The option that agrees to permissions. */
  static final String GRANT =
      "--grant PERMISSIONS: what the plugin may use, separated by commas: files, network, process,"
          + " environment, reflection, native, threads";

  private Plugins() {}

  /** The permissions that the operator agrees to. */
  static Set<Permission> grants(CommandCall call) {
    try {
      return Permission.parse(call.option("grant").orElse(""));
    } catch (SpellException e) {
      throw new UsageException("Invalid value for --grant: " + e.message());
    }
  }

  /** The manager; says so when the container has none. */
  static PluginManager require(@Nullable PluginManager manager) {
    return Optional.ofNullable(manager)
        .orElseThrow(() ->
            SpellException.component(
                "Plugins are not supported by this container: the bundle org.llmspell.deploy is"
                    + " not installed or does not run",
                null));
  }

  /** The file that the first word of the command names. */
  static Path artifact(CommandCall call) {
    String word = call.parameters().getFirst();
    Path file = call.path(word);
    if (!Files.exists(file)) {
      throw SpellException.validation("JAR", "Plugin file not found: " + word);
    }
    return file;
  }

  /** The folder that a word of the command line names. */
  static Path folder(CommandCall call, String word) {
    Path folder = call.path(word);
    if (!Files.isDirectory(folder)) {
      throw SpellException.validation("DIR", "Folder not found: " + word);
    }
    return folder;
  }

  /** What programs are told about a plugin. */
  static Map<String, @Nullable Object> data(PluginInfo plugin) {
    Map<String, @Nullable Object> data = new LinkedHashMap<>();
    data.put("name", plugin.name());
    data.put("version", plugin.version());
    data.put("state", state(plugin));
    data.put("tools", plugin.tools());
    data.put("installed_at", plugin.installedAt().toString());
    data.put("previous_version", plugin.previousVersion());
    data.put("problem", plugin.problem());
    data.put("granted", new TreeSet<>(plugin.granted()).stream().map(Permission::text).toList());
    return data;
  }

  static String state(PluginInfo plugin) {
    return plugin.state().name().toLowerCase(java.util.Locale.ROOT);
  }

  /** For example {@code Installed greeter 1.0.0 (tools: greet)}. */
  static String sentence(String done, PluginInfo plugin) {
    String tools =
        plugin.tools().isEmpty() ? "no tools" : "tools: " + String.join(", ", plugin.tools());
    return "%s %s %s (%s)".formatted(done, plugin.name(), plugin.version(), tools);
  }
}
