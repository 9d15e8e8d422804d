package org.llmspell.security.policy;

import org.jspecify.annotations.Nullable;
import org.llmspell.core.context.ContextIdentity;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.security.audit.AuditEntry;
import org.llmspell.core.security.audit.SecurityAudit;

/**
 * Writes the decisions of one call to the audit log, as far as the policy asks for it.
 *
 * @param policy the policy that decides
 * @param context the context of the call
 * @param audit the log
 */
public record Decisions(RunPolicy policy, ExecutionContext context, SecurityAudit audit) {

  /** Something is refused; the exception is for the caller to throw. */
  public SpellException deny(String rule, String action, String target, String message) {
    if (isAudited(Rules.Audited.DENIALS)) {
      audit.record(new AuditEntry(false, rule, action, target, message, caller()));
    }
    return SpellException.security(rule, message);
  }

  /** Something is allowed. */
  public void allow(String rule, String action, String target) {
    if (isAudited(Rules.Audited.ALL)) {
      audit.record(new AuditEntry(true, rule, action, target, "allowed by policy", caller()));
    }
  }

  private boolean isAudited(Rules.Audited what) {
    return policy.rules().audit().compareTo(what) >= 0
        || policy.bound().filter(rules -> rules.audit().compareTo(what) >= 0).isPresent();
  }

  private @Nullable String caller() {
    ContextIdentity identity = context.identity();
    return identity.sessionId() != null ? identity.sessionId() : identity.userId();
  }
}
