package org.llmspell.runtime;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.ToolOutput;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.event.EventBus;
import org.llmspell.core.hook.HookExecutor;
import org.llmspell.core.runtime.PipelineStage;
import org.llmspell.core.runtime.ToolInfo;
import org.llmspell.core.runtime.ToolInvoker;
import org.llmspell.core.runtime.ToolRegistry;
import org.llmspell.core.runtime.ToolRouting;
import org.llmspell.core.security.guard.SecretRedactor;
import org.llmspell.core.tool.ToolSchema;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * The registry of tools, the pipeline and the routing. They are one component because they share
 * the table of entries; the work is in the classes beside it.
 */
@Component(
    name = "org.llmspell.runtime",
    service = {ToolRegistry.class, ToolInvoker.class, ToolRouting.class})
public final class ToolRuntime implements ToolRegistry, ToolInvoker, ToolRouting {

  /** The settings. */
  public @interface Config {
    /** How long a call waits for a tool whose bundle is being updated, in milliseconds. */
    long gap_millis() default 5_000;

    /** How long a stop of a bundle waits for its calls, in milliseconds. */
    long drain_millis() default 30_000;

    /** How long a call may take that has no deadline of its own, in milliseconds. */
    long timeout_millis() default 300_000;
  }

  private final ToolTable table;
  private final Stages stages = new Stages();
  private final Discovery discovery = new Discovery();
  private final ToolEvents events = new ToolEvents();
  private final Watchdog watchdog = new Watchdog();
  private final Drain drain;
  private final Pipeline pipeline;
  private final ToolTracker tracker;

  /** Starts to look for tools. */
  @Activate
  public ToolRuntime(BundleContext context, Config config) {
    table = new ToolTable(Duration.ofMillis(config.gap_millis()));
    drain = new Drain(table, watchdog);
    pipeline =
        new Pipeline(table, stages, watchdog, events, Duration.ofMillis(config.timeout_millis()));
    tracker =
        new ToolTracker(context, table, drain, events, Duration.ofMillis(config.drain_millis()));
    tracker.open();
  }

  @Deactivate
  void close() {
    tracker.close();
    table.close();
    watchdog.close();
  }

  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      unbind = "removeStage")
  void addStage(ServiceReference<PipelineStage> reference, PipelineStage stage) {
    stages.add(reference, stage);
  }

  void removeStage(ServiceReference<PipelineStage> reference) {
    stages.remove(reference);
  }

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      unbind = "removeHooks")
  void addHooks(HookExecutor executor) {
    discovery.hooks(executor);
  }

  void removeHooks(HookExecutor executor) {
    discovery.removeHooks(executor);
  }

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      unbind = "removeEvents")
  void addEvents(EventBus bus) {
    events.bus(bus);
  }

  void removeEvents(EventBus bus) {
    events.removeBus(bus);
  }

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY,
      unbind = "removeRedactor")
  void addRedactor(SecretRedactor redactor) {
    events.redactor(redactor);
  }

  void removeRedactor(SecretRedactor redactor) {
    events.removeRedactor(redactor);
  }

  @Override
  public List<ToolInfo> list() {
    return discovery.around(
        table.snapshot().byName().values().stream()
            .map(entries -> entries.getFirst().info())
            .toList());
  }

  @Override
  public Optional<ToolInfo> find(String name) {
    return versions(name).stream().findFirst();
  }

  @Override
  public List<ToolInfo> versions(String name) {
    return table.snapshot().find(name).stream().map(ToolEntry::info).toList();
  }

  @Override
  public ToolSchema schema(String name) {
    return pipeline.schema(name);
  }

  @Override
  public long generation() {
    return table.snapshot().generation();
  }

  @Override
  public ToolOutput invoke(
      String tool, Map<String, ? extends @Nullable Object> parameters, ExecutionContext context) {
    return pipeline.invoke(tool, parameters, context);
  }

  @Override
  public void hold(long bundleId) {
    table.hold(bundleId);
  }

  @Override
  public void release(long bundleId) {
    table.release(bundleId);
  }

  @Override
  public void switchOver(long fromBundleId, long toBundleId) {
    table.switchOver(fromBundleId, toBundleId);
  }

  @Override
  public List<ToolInfo> toolsOf(long bundleId) {
    return table.of(bundleId).stream().map(ToolEntry::info).toList();
  }

  @Override
  public void probe(long bundleId) {
    for (ToolEntry entry : table.of(bundleId)) {
      // Counts as a call, so that the service is not taken away meanwhile.
      entry.gate().force();
      try {
        entry.probe();
      } finally {
        entry.gate().exit();
      }
    }
  }

  @Override
  public int inFlight(long bundleId) {
    return table.of(bundleId).stream().mapToInt(entry -> entry.gate().inside()).sum();
  }

  @Override
  public boolean drain(long bundleId, Duration patience) throws InterruptedException {
    table.retire(bundleId);
    return drain.await(table.of(bundleId), patience);
  }

  @Override
  public void reopen(long bundleId) {
    table.reopen(bundleId);
  }
}
