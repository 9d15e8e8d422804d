package org.llmspell.security.policy;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.security.SecurityLevel;
import org.llmspell.core.security.SecurityPolicy;

/**
 * The policy of one run: its own rules, and those of the container, which may change while it runs.
 * Something is allowed when both allow it.
 */
public final class RunPolicy implements SecurityPolicy {
  private final Rules rules;
  private final Supplier<@Nullable Rules> bound;
  private final Path workingDirectory;
  private final Map<String, String> environment;
  private final Usage usage;

  RunPolicy(
      Rules rules,
      Supplier<@Nullable Rules> bound,
      Path workingDirectory,
      Map<String, String> environment) {
    this.rules = rules;
    this.bound = bound;
    this.workingDirectory = workingDirectory;
    this.environment = Map.copyOf(environment);
    Rules outer = bound.get();
    this.usage = new Usage(outer == null ? rules.limits() : rules.limits().and(outer.limits()));
  }

  /** The run's own rules. */
  public Rules rules() {
    return rules;
  }

  /** The rules of the container, when it has any. */
  public Optional<Rules> bound() {
    return Optional.ofNullable(bound.get());
  }

  /** Where relative paths start. */
  public Path workingDirectory() {
    return workingDirectory;
  }

  /** The environment variables before filtering. */
  public Map<String, String> environment() {
    return environment;
  }

  /** What was used until now. */
  public Usage use() {
    return usage;
  }

  /** Whether what is allowed is written to the audit log too. */
  public boolean auditsAll() {
    Rules outer = bound.get();
    return rules.audit() == Rules.Audited.ALL
        || outer != null && outer.audit() == Rules.Audited.ALL;
  }

  /** Why a tool may not be called, and what would allow it; null when it may. */
  public @Nullable String refusal(String tool, SecurityLevel required) {
    String own = refusal(rules, "this run", tool, required);
    Rules outer = bound.get();
    return own != null || outer == null ? own : refusal(outer, "the container", tool, required);
  }

  private static @Nullable String refusal(
      Rules rules, String who, String tool, SecurityLevel required) {
    if (!rules.deniedTools().isEmpty() && rules.deniedTools().contains(tool)) {
      return "Tool '%s' is denied to %s; take it out of %s to allow it"
          .formatted(tool, who, Rules.DENIED);
    }
    if (rules.level().allows(required) || rules.grants().contains(tool)) {
      return null;
    }
    return "Tool '%s' requires level %s, but %s has %s; %s = \"%s\" or '%s' in %s allows it"
        .formatted(
            tool,
            required.displayName(),
            who,
            rules.level().displayName(),
            Rules.LEVEL,
            required.name().toLowerCase(java.util.Locale.ROOT),
            tool,
            Rules.GRANTS);
  }

  @Override
  public String profile() {
    return rules.profile();
  }

  @Override
  public Map<String, @Nullable Object> describe() {
    Map<String, @Nullable Object> map = rules.describe();
    bound().ifPresent(outer -> map.put("container", outer.describe()));
    return map;
  }

  @Override
  public Map<String, @Nullable Object> usage() {
    return usage.describe();
  }
}
