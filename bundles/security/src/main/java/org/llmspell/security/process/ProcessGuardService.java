package org.llmspell.security.process;

import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.security.audit.SecurityAudit;
import org.llmspell.core.security.guard.FileGuard;
import org.llmspell.core.security.guard.GuardedProcesses;
import org.llmspell.core.security.guard.ProcessGuard;
import org.llmspell.security.policy.Decisions;
import org.llmspell.security.policy.PolicyService;
import org.llmspell.security.policy.RunPolicy;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The guard of other programs. */
@Component
public final class ProcessGuardService implements ProcessGuard {
  private final PolicyService policies;
  private final FileGuard files;
  private final SecurityAudit audit;

  /** With the policies, the guard of files for folders and arguments, and the log. */
  @Activate
  public ProcessGuardService(
      @Reference PolicyService policies,
      @Reference FileGuard files,
      @Reference SecurityAudit audit) {
    this.policies = policies;
    this.files = files;
    this.audit = audit;
  }

  @Override
  public GuardedProcesses in(ExecutionContext context) {
    RunPolicy policy = policies.of(context);
    var decisions = new Decisions(policy, context, audit);
    return new PolicyProcesses(
        policy,
        decisions,
        new Arguments(policy, files.in(context), decisions),
        context.cancellation());
  }
}
