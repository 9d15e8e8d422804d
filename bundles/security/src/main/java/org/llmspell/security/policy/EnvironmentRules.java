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
  public static final String BLOCKED = "tools.system.blocked_environment";

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

  /** Whether a variable may be read. */
  public boolean allows(String name) {
    return !isBlocked(name) && Names.matchAny(allowed, name);
  }

  /** Names are compared without regard to case here. */
  private boolean isBlocked(String name) {
    return Names.matchAny(blocked, name)
        || Names.matchAny(blocked, name.toUpperCase(java.util.Locale.ROOT));
  }

  /** Why a variable may not be read, and what would allow it. */
  public String reason(String name) {
    return isBlocked(name)
        ? "Variable in blocked list, it may be a secret; %s says so".formatted(BLOCKED)
        : "Variable not in allowed list; add it to %s".formatted(ALLOWED);
  }
}
