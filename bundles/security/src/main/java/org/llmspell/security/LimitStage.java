package org.llmspell.security;

import java.time.Duration;
import org.llmspell.core.ToolOutput;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.runtime.Invocation;
import org.llmspell.core.runtime.PipelineStage;
import org.llmspell.core.runtime.Stage;
import org.llmspell.core.runtime.StageSpec;
import org.llmspell.security.policy.CallLimits;
import org.llmspell.security.policy.PolicyService;
import org.llmspell.security.policy.Usage;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** Holds calls against their limits. */
@Component
@StageSpec(stage = Stage.LIMIT)
public final class LimitStage implements PipelineStage {

  /** Longer than anything runs: no limit. */
  private static final Duration FOREVER = Duration.ofDays(4000);

  private final PolicyService policies;
  private final CallMonitor monitor;

  /** With the policies that say the limits. */
  @Activate
  public LimitStage(@Reference PolicyService policies) {
    this(policies, new CallMonitor());
  }

  LimitStage(PolicyService policies, CallMonitor monitor) {
    this.policies = policies;
    this.monitor = monitor;
  }

  @Deactivate
  void close() {
    monitor.close();
  }

  @Override
  public ToolOutput around(Invocation invocation, Next next) {
    Usage usage = policies.of(invocation.context()).use();
    CallLimits limits = usage.limits();
    usage.enter();
    try {
      ExecutionContext context = invocation.context().withDeadline(time(limits));
      var call = new RunningCall(Thread.currentThread(), context.cancellation(), usage);
      monitor.begin(call);
      ToolOutput output;
      try {
        output = next.proceed(invocation.withContext(context));
      } catch (RuntimeException e) { // whatever the end looks like: this is why
        throw call.exceeded().map(RuntimeException.class::cast).orElse(e);
      } finally {
        monitor.end(call);
      }
      call.exceeded()
          .ifPresent(problem -> {
            throw problem;
          });
      usage.output(OutputSize.of(output));
      return output;
    } finally {
      usage.leave();
    }
  }

  private static Duration time(CallLimits limits) {
    return limits.callMillis() == Long.MAX_VALUE ? FOREVER : Duration.ofMillis(limits.callMillis());
  }
}
