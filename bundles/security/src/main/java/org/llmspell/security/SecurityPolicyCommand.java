package org.llmspell.security;

import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.command.Command;
import org.llmspell.core.command.CommandCall;
import org.llmspell.core.command.CommandRunner;
import org.llmspell.core.command.CommandSpec;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.security.SecurityPolicies;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The command {@code security policy}. */
@Component
@CommandSpec(
    name = "security policy",
    summary = "Shows what scripts and tools may do with these settings")
public final class SecurityPolicyCommand implements Command {
  private final SecurityPolicies policies;

  /** With the policies. */
  @Activate
  public SecurityPolicyCommand(@Reference SecurityPolicies policies) {
    this.policies = policies;
  }

  @Override
  public int run(CommandCall call) {
    Map<String, @Nullable Object> policy =
        policies
            .of(
                policies.secure(
                    ExecutionContext.create(),
                    call.settings(),
                    call.request().workingDirectory(),
                    call.request().environment()))
            .describe();
    call.answer(
        policy.entrySet().stream()
            .map(entry -> "%-20s %s".formatted(entry.getKey(), entry.getValue()))
            .collect(Collectors.joining("\n")),
        policy);
    return CommandRunner.OK;
  }
}
