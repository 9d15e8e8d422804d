package org.llmspell.security.files;

import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.security.audit.SecurityAudit;
import org.llmspell.core.security.guard.FileGuard;
import org.llmspell.core.security.guard.GuardedFiles;
import org.llmspell.security.policy.Decisions;
import org.llmspell.security.policy.PolicyService;
import org.llmspell.security.policy.RunPolicy;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The guard of files. */
@Component
public final class FileGuardService implements FileGuard {
  private final PolicyService policies;
  private final SecurityAudit audit;

  /** With the policies, and the log for what is refused. */
  @Activate
  public FileGuardService(@Reference PolicyService policies, @Reference SecurityAudit audit) {
    this.policies = policies;
    this.audit = audit;
  }

  @Override
  public GuardedFiles in(ExecutionContext context) {
    RunPolicy policy = policies.of(context);
    return new PolicyFiles(
        new Locator(policy, new Decisions(policy, context, audit)), policy.use());
  }
}
