package org.llmspell.security.network;

import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.security.audit.SecurityAudit;
import org.llmspell.core.security.guard.GuardedNetwork;
import org.llmspell.core.security.guard.NetworkGuard;
import org.llmspell.security.policy.Decisions;
import org.llmspell.security.policy.PolicyService;
import org.llmspell.security.policy.RunPolicy;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The guard of the network. What was asked how often is known here, for all calls. */
@Component
public final class NetworkGuardService implements NetworkGuard {
  private final PolicyService policies;
  private final SecurityAudit audit;
  private final Resolver resolver;
  private final RateLimits rates;
  private final @Nullable SSLSocketFactory certificates;

  /** With the policies, and the log for what is refused. */
  @Activate
  public NetworkGuardService(@Reference PolicyService policies, @Reference SecurityAudit audit) {
    this(policies, audit, name -> List.of(InetAddress.getAllByName(name)), System::nanoTime, null);
  }

  NetworkGuardService(
      PolicyService policies,
      SecurityAudit audit,
      Resolver resolver,
      LongSupplier clock,
      @Nullable SSLSocketFactory certificates) {
    this.policies = policies;
    this.audit = audit;
    this.resolver = resolver;
    this.rates = new RateLimits(clock);
    this.certificates = certificates;
  }

  @Override
  public GuardedNetwork in(ExecutionContext context) {
    RunPolicy policy = policies.of(context);
    var check =
        new NetworkCheck(policy, new Decisions(policy, context, audit), resolver, rates, Set.of());
    return new PolicyNetwork(check, context.cancellation(), this::certificates);
  }

  /** Loaded when it is needed: it is slow. */
  private SSLSocketFactory certificates() {
    return certificates != null ? certificates : (SSLSocketFactory) SSLSocketFactory.getDefault();
  }
}
