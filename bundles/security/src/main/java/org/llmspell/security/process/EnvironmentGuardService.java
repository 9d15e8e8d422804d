package org.llmspell.security.process;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.security.audit.SecurityAudit;
import org.llmspell.core.security.guard.EnvironmentGuard;
import org.llmspell.security.policy.Decisions;
import org.llmspell.security.policy.EnvironmentRules;
import org.llmspell.security.policy.PolicyService;
import org.llmspell.security.policy.Rules;
import org.llmspell.security.policy.RunPolicy;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The guard of environment variables. */
@Component
public final class EnvironmentGuardService implements EnvironmentGuard {
  private final PolicyService policies;
  private final SecurityAudit audit;

  /** With the policies, and the log for what is refused. */
  @Activate
  public EnvironmentGuardService(
      @Reference PolicyService policies, @Reference SecurityAudit audit) {
    this.policies = policies;
    this.audit = audit;
  }

  private static boolean allows(RunPolicy policy, String name) {
    return policy.rules().environment().allows(name)
        && policy.bound().map(rules -> rules.environment().allows(name)).orElse(true);
  }

  /** The reason of the rules that refuse it. */
  private static String reason(RunPolicy policy, String name) {
    EnvironmentRules own = policy.rules().environment();
    return policy
        .bound()
        .map(Rules::environment)
        .filter(_ -> own.allows(name))
        .orElse(own)
        .reason(name);
  }

  /** The variables of a run that its policy lets through. */
  static Map<String, String> visible(RunPolicy policy) {
    Map<String, String> visible = new TreeMap<>(policy.environment());
    visible.keySet().removeIf(name -> !allows(policy, name));
    return visible;
  }

  @Override
  public Map<String, String> visible(ExecutionContext context) {
    return visible(policies.of(context));
  }

  @Override
  public boolean isVisible(String name, ExecutionContext context) {
    return allows(policies.of(context), name);
  }

  @Override
  public Optional<String> read(String name, ExecutionContext context) {
    RunPolicy policy = policies.of(context);
    if (!allows(policy, name)) {
      throw new Decisions(policy, context, audit)
          .deny(
              "environment_access",
              "read",
              name,
              "Environment access violation: '%s' - %s".formatted(name, reason(policy, name)));
    }
    return Optional.ofNullable(policy.environment().get(name));
  }
}
