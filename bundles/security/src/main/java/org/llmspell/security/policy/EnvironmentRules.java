package org.llmspell.security.policy;

import java.util.List;

/**
 * Which environment variables may be read: patterns of names.
 *
 * @param allowed what may be read
 * @param blocked what may not, although it is allowed
 */
public record EnvironmentRules(List<String> allowed, List<String> blocked) {

  public static final String ALLOWED = "tools.system.allowed_environment";
  static final String BLOCKED = "tools.system.blocked_environment";

  static final List<String> ALLOWED_BY_DEFAULT =
      List.of(
          "PATH", "HOME", "USER", "SHELL", "TERM", "LANG", "LC_*", "TZ", "TMPDIR", "TEMP", "PWD",
          "OLDPWD");
  static final List<String> BLOCKED_BY_DEFAULT =
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

  /** Copies the lists. */
  public EnvironmentRules {
    allowed = List.copyOf(allowed);
    blocked = List.copyOf(blocked);
  }

  /** Whether a variable may be read. Names are compared without regard to case for blocking. */
  public boolean allows(String name) {
    String upper = name.toUpperCase(java.util.Locale.ROOT);
    return !Names.matchAny(blocked, name)
        && !Names.matchAny(blocked, upper)
        && Names.matchAny(allowed, name);
  }
}
