package org.llmspell.security;

import org.llmspell.core.ToolOutput;
import org.llmspell.core.runtime.Invocation;
import org.llmspell.core.runtime.PipelineStage;
import org.llmspell.core.runtime.Stage;
import org.llmspell.core.runtime.StageSpec;
import org.llmspell.core.runtime.ToolInfo;
import org.llmspell.core.security.audit.SecurityAudit;
import org.llmspell.security.policy.Decisions;
import org.llmspell.security.policy.PolicyService;
import org.llmspell.security.policy.RunPolicy;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.propertytypes.ServiceRanking;

/** Refuses calls of tools that the policy does not allow. */
@Component
@StageSpec(stage = Stage.SECURITY)
@ServiceRanking(1000)
public final class LevelStage implements PipelineStage {
  private final PolicyService policies;
  private final SecurityAudit audit;

  /** With the policies, and the log of decisions. */
  @Activate
  public LevelStage(@Reference PolicyService policies, @Reference SecurityAudit audit) {
    this.policies = policies;
    this.audit = audit;
  }

  @Override
  public ToolOutput around(Invocation invocation, Next next) {
    RunPolicy policy = policies.of(invocation.context());
    ToolInfo tool = invocation.tool();
    String refusal = policy.refusal(tool.name(), tool.level());
    if (refusal != null) {
      throw new Decisions(policy, invocation.context(), audit)
          .deny("security_level", "call", tool.name(), refusal);
    }
    if (policy.auditsAll()) {
      new Decisions(policy, invocation.context(), audit)
          .allow("security_level", "call", tool.name());
    }
    return next.proceed(invocation);
  }
}
