package org.llmspell.security;

import java.time.Duration;
import org.llmspell.core.ToolOutput;
import org.llmspell.core.context.Cancellation;
import org.llmspell.core.error.SpellException;
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
@Component(service = PipelineStage.class)
@StageSpec(stage = Stage.LIMIT)
public final class LimitStage implements PipelineStage, AutoCloseable {

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

  @Override
  @Deactivate
  public void close() {
    monitor.close();
  }

  @Override
  public ToolOutput around(Invocation invocation, Next next) {
    Usage usage = policies.of(invocation.context()).use();
    usage.enter();
    try {
      Cancellation outer = invocation.context().cancellation();
      Cancellation own = cancellation(outer, usage.limits());
      Invocation limited = invocation.withContext(invocation.context().withCancellation(own));
      ToolOutput output =
          Thread.currentThread().isVirtual()
              ? timed(limited, next, usage, outer)
              : watched(limited, next, usage, outer);
      usage.output(OutputSize.of(output));
      return output;
    } finally {
      usage.leave();
    }
  }

  /** Without a limit of its own the call needs no look at the clock; the pipeline has one. */
  private static Cancellation cancellation(Cancellation outer, CallLimits limits) {
    return limits.callMillis() == Long.MAX_VALUE
        ? outer.child()
        : outer.child(Duration.ofMillis(limits.callMillis()));
  }

  /** Of a platform thread the processor time and the memory are known. */
  private ToolOutput watched(Invocation invocation, Next next, Usage usage, Cancellation outer) {
    var call = new RunningCall(invocation.context().cancellation(), usage);
    monitor.begin(call);
    SpellException exceeded;
    try {
      ToolOutput output = timed(invocation, next, usage, outer);
      exceeded = call.exceeded();
      if (exceeded == null) {
        return output;
      }
    } catch (RuntimeException e) {
      exceeded = call.exceeded();
      if (exceeded == null) {
        throw e;
      }
      exceeded.addSuppressed(e); // whatever the end looks like, this is why
    } finally {
      monitor.end(call);
    }
    throw exceeded;
  }

  private static ToolOutput timed(
      Invocation invocation, Next next, Usage usage, Cancellation outer) {
    try {
      return next.proceed(invocation);
    } catch (SpellException e) {
      if (invocation.context().cancellation().isExpired() && !outer.isCancelled()) {
        long limit = usage.limits().callMillis();
        SpellException why = usage.exceeded("max_call_time_ms", "wall_time", limit, limit);
        why.addSuppressed(e);
        throw why;
      }
      throw e;
    }
  }
}
