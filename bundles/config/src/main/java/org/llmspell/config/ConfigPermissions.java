package org.llmspell.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.config.Settings;

/**
 * What scripts may do with settings, as {@code runtime.security.config} says.
 *
 * @param providers the only providers; empty for all
 * @param tools the only sections of tools; empty for all
 */
record ConfigPermissions(
    boolean read,
    boolean modifyProviders,
    boolean modifyTools,
    boolean modifyRuntime,
    boolean modifySecurity,
    boolean accessSecrets,
    Optional<List<String>> providers,
    Optional<List<String>> tools) {
  static final String SECTION = "runtime.security.config";

  /** What the settings allow: the preset, and single words over it. */
  static ConfigPermissions of(Settings settings) {
    String preset = settings.text(SECTION + ".preset").orElse("read_only");
    boolean full = preset.equals("full");
    boolean standard = full || preset.equals("standard");
    return new ConfigPermissions(
        flag(settings, "read", !preset.equals("none")),
        flag(settings, "modify_providers", standard),
        flag(settings, "modify_tools", standard),
        flag(settings, "modify_runtime", standard),
        flag(settings, "modify_security", full),
        flag(settings, "access_secrets", full),
        texts(settings, "allowed_providers"),
        texts(settings, "allowed_tools"));
  }

  private static boolean flag(Settings settings, String name, boolean byDefault) {
    return settings.flag(SECTION + '.' + name).orElse(byDefault);
  }

  private static Optional<List<String>> texts(Settings settings, String name) {
    String key = SECTION + '.' + name;
    return settings.get(key).map(_ -> settings.texts(key));
  }

  /** Only what both allow. */
  ConfigPermissions and(ConfigPermissions other) {
    return new ConfigPermissions(
        read && other.read,
        modifyProviders && other.modifyProviders,
        modifyTools && other.modifyTools,
        modifyRuntime && other.modifyRuntime,
        modifySecurity && other.modifySecurity,
        accessSecrets && other.accessSecrets,
        both(providers, other.providers),
        both(tools, other.tools));
  }

  private static Optional<List<String>> both(
      Optional<List<String>> one, Optional<List<String>> other) {
    return one.isEmpty()
        ? other
        : one.map(names ->
            names.stream().filter(name -> other.isEmpty() || other.get().contains(name)).toList());
  }

  boolean allowsProvider(String name) {
    return providers.isEmpty() || providers.get().contains(name);
  }

  boolean allowsTool(String section) {
    return tools.isEmpty() || tools.get().contains(section);
  }

  /** For scripts. */
  Map<String, @Nullable Object> toPlain() {
    Map<String, @Nullable Object> plain = new LinkedHashMap<>();
    plain.put("read", read);
    plain.put("modify_providers", modifyProviders);
    plain.put("modify_tools", modifyTools);
    plain.put("modify_runtime", modifyRuntime);
    plain.put("modify_security", modifySecurity);
    plain.put("access_secrets", accessSecrets);
    providers.ifPresent(names -> plain.put("allowed_providers", names));
    tools.ifPresent(names -> plain.put("allowed_tools", names));
    return plain;
  }
}
