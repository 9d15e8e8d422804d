package org.llmspell.security.policy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.config.Settings;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.security.SecurityLevel;

/**
 * Settings compiled into rules. Immutable.
 *
 * @param profile the name of the profile
 * @param level the highest level of tool that may be called
 * @param grants tools that may be called whatever their level
 * @param deniedTools tools that may not be called
 * @param audit which decisions are written to the audit log
 */
public record Rules(
    String profile,
    SecurityLevel level,
    Set<String> grants,
    Set<String> deniedTools,
    FileRules files,
    NetworkRules network,
    ProcessRules processes,
    EnvironmentRules environment,
    CallLimits limits,
    Audited audit) {

  /** Which decisions are written to the audit log. */
  public enum Audited {
    /** None. */
    OFF,
    /** Those that refuse something. */
    DENIALS,
    /** All. */
    ALL
  }

  public static final String LEVEL = Keys.SECTION + "max_level";
  public static final String GRANTS = Keys.SECTION + "grants";
  public static final String DENIED = Keys.SECTION + "denied_tools";
  private static final String TEMPORARY = "/tmp";
  private static final List<String> OWN =
      List.of(
          "audit",
          "keys",
          "keys.enc",
          "plugins",
          "cache",
          "config.toml",
          "run",
          "socket",
          "trusted-keys");

  /** Copies the collections. */
  public Rules {
    grants = Set.copyOf(grants);
    deniedTools = Set.copyOf(deniedTools);
  }

  /** Where settings are compiled: what relative paths and {@code ~} mean, and what is ours. */
  record Place(Path workingDirectory, String home, Optional<Path> dataFolder) {}

  /** What holds when these settings are all there is: defaults for what is not set. */
  static Rules standalone(Settings settings, Place place) {
    Keys keys = Profiles.layers(settings);
    boolean any = keys.flag(ProcessRules.ANY).orElse(false);
    return new Rules(
        Profiles.nameOf(settings),
        level(keys),
        tools(keys, GRANTS),
        tools(keys, DENIED),
        new FileRules(
            keys.flag(FileRules.FLAG).orElse(true),
            paths(keys, FileRules.PATHS, List.of(temporary()), place),
            denied(keys, place),
            keys.limit("tools.file_operations.max_file_size").orElse(100L << 20),
            entries(keys, 100_000)),
        network(keys, List.of(), 100L),
        new ProcessRules(
            keys.flag(ProcessRules.FLAG).orElse(true)
                && keys.flag(ProcessRules.TOOL_FLAG).orElse(true),
            keys.texts(ProcessRules.COMMANDS).orElse(ProcessRules.ALLOWED_BY_DEFAULT),
            any,
            keys.texts(ProcessRules.BLOCKED)
                .orElse(any ? List.of() : ProcessRules.BLOCKED_BY_DEFAULT)),
        new EnvironmentRules(
            keys.texts(EnvironmentRules.ALLOWED).orElse(EnvironmentRules.ALLOWED_BY_DEFAULT),
            keys.texts(EnvironmentRules.BLOCKED).orElse(EnvironmentRules.BLOCKED_BY_DEFAULT)),
        CallLimits.of(keys),
        keys.choice(Keys.SECTION + "audit", Audited.class).orElse(Audited.DENIALS));
  }

  /** What these settings take away from a run with settings of its own: only what is set. */
  static Rules bound(Settings settings, Place place) {
    Keys keys = Profiles.layers(settings);
    return new Rules(
        Profiles.nameOf(settings),
        level(keys),
        tools(keys, GRANTS),
        tools(keys, DENIED),
        new FileRules(
            keys.flag(FileRules.FLAG).orElse(true),
            paths(keys, FileRules.PATHS, List.of("*"), place),
            denied(keys, place),
            keys.limit("tools.file_operations.max_file_size").orElse(Long.MAX_VALUE),
            entries(keys, Integer.MAX_VALUE)),
        network(keys, List.of("*"), Long.MAX_VALUE),
        new ProcessRules(
            keys.flag(ProcessRules.FLAG).orElse(true)
                && keys.flag(ProcessRules.TOOL_FLAG).orElse(true),
            keys.texts(ProcessRules.COMMANDS).orElse(List.of()),
            keys.flag(ProcessRules.ANY).orElse(keys.texts(ProcessRules.COMMANDS).isEmpty()),
            keys.texts(ProcessRules.BLOCKED).orElse(List.of())),
        new EnvironmentRules(
            keys.texts(EnvironmentRules.ALLOWED).orElse(List.of("*")),
            keys.texts(EnvironmentRules.BLOCKED).orElse(List.of())),
        CallLimits.of(keys, CallLimits.UNLIMITED),
        keys.choice(Keys.SECTION + "audit", Audited.class).orElse(Audited.OFF));
  }

  private static NetworkRules network(Keys keys, List<String> local, long rate) {
    List<String> blocked = new ArrayList<>(keys.texts(NetworkRules.BLOCKED).orElse(List.of()));
    blocked.addAll(keys.texts("tools.web_tools.blocked_domains").orElse(List.of()));
    return new NetworkRules(
        keys.flag(NetworkRules.FLAG).orElse(true),
        lower(
            keys.texts(NetworkRules.DOMAINS)
                .or(() -> keys.texts("tools.web_tools.allowed_domains"))
                .filter(list -> !list.isEmpty())
                .orElse(List.of("*"))),
        lower(blocked),
        keys.texts(NetworkRules.PORTS).orElse(List.of()).stream()
            .map(Rules::port)
            .collect(Collectors.toSet()),
        Set.copyOf(lower(keys.texts(NetworkRules.LOCAL).orElse(local))),
        (int) Math.min(Integer.MAX_VALUE, (long) keys.limit(NetworkRules.RATE).orElse(rate)));
  }

  private static Integer port(String text) {
    try {
      int port = Integer.parseInt(text);
      if (port > 0 && port < 65_536) {
        return port;
      }
    } catch (NumberFormatException e) {
      throw noPort(text, e);
    }
    throw noPort(text, null);
  }

  private static SpellException noPort(String text, @Nullable Exception cause) {
    return SpellException.configuration(
        "Setting '%s' has the entry '%s', but a port is a number from 1 to 65535, as text"
            .formatted(NetworkRules.PORTS, text),
        cause);
  }

  private static List<String> lower(List<String> names) {
    return names.stream().map(name -> name.strip().toLowerCase(Locale.ROOT)).distinct().toList();
  }

  private static int entries(Keys keys, int byDefault) {
    return (int)
        Math.min(
            Integer.MAX_VALUE,
            (long) keys.limit("tools.file_operations.max_entries").orElse((long) byDefault));
  }

  private static SecurityLevel level(Keys keys) {
    return keys.choice(LEVEL, SecurityLevel.class).orElse(SecurityLevel.PRIVILEGED);
  }

  private static Set<String> tools(Keys keys, String key) {
    return Set.copyOf(Set.copyOf(Names.tools(keys.texts(key).orElse(List.of()))));
  }

  private static String temporary() {
    return Path.of(TEMPORARY).isAbsolute() && java.nio.file.Files.isDirectory(Path.of(TEMPORARY))
        ? TEMPORARY
        : System.getProperty("java.io.tmpdir");
  }

  private static List<PathPattern> paths(
      Keys keys, String key, List<String> byDefault, Place place) {
    return keys.texts(key).orElse(byDefault).stream()
        .map(text -> PathPattern.of(text, place.workingDirectory, place.home, key))
        .toList();
  }

  /** What is denied always: keys, plugins and logs of our own are in no tool's reach. */
  private static List<PathPattern> denied(Keys keys, Place place) {
    List<PathPattern> denied = new ArrayList<>(paths(keys, FileRules.DENIED, List.of(), place));
    place.dataFolder.ifPresent(folder ->
        OWN.forEach(
            name -> denied.add(PathPattern.ofFolder("llmspell " + name, folder.resolve(name)))));
    return denied;
  }

  /** The rules as plain values. */
  Map<String, @Nullable Object> describe() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("profile", profile);
    map.put("max_level", level.displayName());
    map.put("grants", grants.stream().sorted().toList());
    map.put("denied_tools", deniedTools.stream().sorted().toList());
    map.put("files", files.enabled());
    map.put("allowed_paths", files.allowed().stream().map(PathPattern::toString).toList());
    map.put("network", network.enabled());
    map.put("allowed_domains", network.allowedDomains());
    map.put("blocked_domains", network.blockedDomains());
    map.put("allow_local_hosts", network.localHosts().stream().sorted().toList());
    map.put("processes", processes.enabled());
    map.put("allowed_commands", processes.any() ? List.of("*") : processes.allowed());
    map.put("allowed_environment", environment.allowed());
    map.put("audit", audit.name().toLowerCase(Locale.ROOT));
    return map;
  }
}
