package org.llmspell.security;

import org.llmspell.core.security.audit.SecurityAudit;
import org.llmspell.security.audit.AuditLog;
import org.llmspell.security.files.FileGuardService;
import org.llmspell.security.network.NetworkGuardService;
import org.llmspell.security.policy.PolicyService;
import org.llmspell.security.process.EnvironmentGuardService;
import org.llmspell.security.process.ProcessGuardService;

/**
 * All guards over one policy, wired by hand: for tests and measurements without a container.
 *
 * @param policies the policies
 * @param files the guard of files
 * @param network the guard of the network
 * @param processes the guard of processes
 * @param environment the guard of environment variables
 */
public record Guards(
    PolicyService policies,
    FileGuardService files,
    NetworkGuardService network,
    ProcessGuardService processes,
    EnvironmentGuardService environment) {

  /** The guards over the given policies; what is refused is not logged. */
  public static Guards unlogged(PolicyService policies) {
    return of(policies, AuditLog.nowhere());
  }

  /** The guards over the given policies; what is refused goes to the log. */
  public static Guards of(PolicyService policies, SecurityAudit audit) {
    var files = new FileGuardService(policies, audit);
    return new Guards(
        policies,
        files,
        new NetworkGuardService(policies, audit),
        new ProcessGuardService(policies, files, audit),
        new EnvironmentGuardService(policies, audit));
  }
}
