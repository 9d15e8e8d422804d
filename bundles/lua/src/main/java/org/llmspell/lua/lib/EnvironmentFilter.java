package org.llmspell.lua.lib;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Which environment variables a script may see: a short list, and never one that may be secret. */
final class EnvironmentFilter {
  private static final List<String> ALLOWED =
      List.of(
          "PATH", "HOME", "USER", "SHELL", "TERM", "LANG", "LC_*", "TZ", "TMPDIR", "TEMP", "PWD",
          "OLDPWD");
  private static final List<String> BLOCKED =
      List.of(
          "*PASSWORD*",
          "*SECRET*",
          "*KEY*",
          "*TOKEN*",
          "*CREDENTIAL*",
          "*AUTH*",
          "AWS_*",
          "AZURE_*",
          "GCP_*",
          "*_PRIVATE_*",
          "SSH_*",
          "GITHUB_TOKEN",
          "API_*");

  private EnvironmentFilter() {}

  static Map<String, String> visible(Map<String, String> environment) {
    Map<String, String> visible = new TreeMap<>(environment);
    visible.keySet().removeIf(name -> matches(BLOCKED, name) || !matches(ALLOWED, name));
    return Map.copyOf(visible);
  }

  private static boolean matches(List<String> patterns, String name) {
    return patterns.stream().anyMatch(pattern -> matches(pattern, name));
  }

  private static boolean matches(String pattern, String name) {
    String word = pattern.replace("*", "");
    boolean open = pattern.startsWith("*");
    boolean openEnd = pattern.endsWith("*");
    if (open && openEnd) {
      return name.contains(word);
    }
    return open ? name.endsWith(word) : openEnd ? name.startsWith(word) : name.equals(word);
  }
}
