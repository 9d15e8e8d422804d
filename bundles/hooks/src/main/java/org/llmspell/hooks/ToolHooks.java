package org.llmspell.hooks;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.llmspell.core.hook.HookPoint;
import org.llmspell.core.hook.HookPoint.StandardPoint;
import org.llmspell.core.runtime.PipelineStage;
import org.llmspell.core.runtime.Stage;
import org.llmspell.core.runtime.ToolInvoker;
import org.llmspell.core.runtime.ToolRegistry;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Joins hooks to the pipeline of tool calls, while there are hooks. */
@Component(name = "org.llmspell.hooks.tools", immediate = true, service = ToolHooks.class)
@Designate(ocd = ToolHooks.Config.class)
public final class ToolHooks {

  /** The settings {@code hooks.tools.*}. */
  @ObjectClassDefinition(name = "Hooks around tool calls")
  public @interface Config {
    /** {@code hooks.tools.slow_call_ms}. */
    @AttributeDefinition(
        description = "A call longer than this fires PerformanceThresholdExceeded.",
        min = "1")
    long slow_call_ms() default 1_000;
  }

  private final CachedResults cache = new CachedResults(System::nanoTime);
  private final HookTable table;
  private final Runnable tidy = cache::tidy;
  private final ObservingStage observing;
  private final List<ServiceSwitch<PipelineStage>> switches;

  /** Watches the table of hooks. */
  @Activate
  public ToolHooks(
      BundleContext context,
      @Reference HookService hooks,
      @Reference ToolInvoker invoker,
      @Reference ToolRegistry registry,
      Config config) {
    table = hooks.table();
    Executor executor = hooks.executor();
    observing = new ObservingStage(executor, Duration.ofMillis(config.slow_call_ms()));
    switches =
        List.of(
            stage(
                context,
                Stage.AROUND,
                new ToolCallStage(executor, invoker, registry, cache),
                StandardPoint.BEFORE_TOOL_EXECUTION,
                StandardPoint.AFTER_TOOL_EXECUTION,
                StandardPoint.TOOL_ERROR),
            stage(
                context,
                Stage.VALIDATE,
                new ValidationStage(executor),
                StandardPoint.TOOL_VALIDATION),
            stage(
                context,
                Stage.OBSERVE,
                observing,
                StandardPoint.SECURITY_VIOLATION,
                StandardPoint.RESOURCE_LIMIT_EXCEEDED,
                StandardPoint.PERFORMANCE_THRESHOLD_EXCEEDED));
    table.onChange(tidy);
  }

  /** Other settings; results that hooks keep stay. */
  @Modified
  void change(Config config) {
    observing.slow(Duration.ofMillis(config.slow_call_ms()));
  }

  private ServiceSwitch<PipelineStage> stage(
      BundleContext context, Stage place, PipelineStage stage, HookPoint... points) {
    return new ServiceSwitch<>(
        context,
        PipelineStage.class,
        live ->
            (invocation, next) ->
                live.getAsBoolean() ? stage.around(invocation, next) : next.proceed(invocation),
        Map.of("llmspell.stage", place.name()),
        table,
        List.of(points));
  }

  @Deactivate
  void close() {
    table.forget(tidy);
    switches.forEach(ServiceSwitch::close);
  }
}
