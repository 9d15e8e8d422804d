package org.llmspell.hooks;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.llmspell.core.event.EventBus;
import org.llmspell.core.hook.Hook;
import org.llmspell.core.hook.HookContext;
import org.llmspell.core.hook.HookExecutor;
import org.llmspell.core.hook.HookMetadata;
import org.llmspell.core.hook.HookOutcome;
import org.llmspell.core.hook.HookPoint;
import org.llmspell.core.hook.HookPriority;
import org.llmspell.core.hook.HookRegistry;
import org.llmspell.core.hook.replay.HookRecorder;
import org.llmspell.core.security.guard.SecretRedactor;
import org.osgi.service.component.ComponentServiceObjects;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * The hooks of the container, and what fires them; for the components of this bundle. Others see
 * {@link HookFront}.
 */
@Component(name = "org.llmspell.hooks", service = HookService.class)
@Designate(ocd = HookService.Config.class)
public final class HookService implements HookExecutor, HookRegistry {

  /** The settings {@code hooks.*}. */
  @ObjectClassDefinition(name = "Hooks")
  public @interface Config {
    /** {@code hooks.enabled}. */
    @AttributeDefinition(description = "Whether hooks are run at all.")
    boolean enabled() default true;

    /** {@code hooks.timeout_ms}. */
    @AttributeDefinition(
        description = "How long one run of a hook may take, in milliseconds.",
        min = "1")
    long timeout_ms() default 1_000;

    /** {@code hooks.rate_limit_per_minute}. */
    @AttributeDefinition(
        description = "How often one hook may run in a minute; 0 for no limit.",
        min = "0")
    int rate_limit_per_minute() default 0;
  }

  private final HookTable table;
  private final Executor executor;
  private final ServiceHooks services;
  private boolean enabled = true;
  private volatile boolean closed;

  /** Starts to look for hooks. */
  @Activate
  public HookService(Config config) {
    this(Duration.ofMillis(config.timeout_ms()), config.rate_limit_per_minute());
    switchAll(config.enabled());
  }

  HookService(Duration timeout, int perMinute) {
    table = new HookTable(timeout, System::nanoTime, perMinute);
    executor = new Executor(table);
    services = new ServiceHooks(table, executor.watch());
  }

  /** Other settings; hooks stay, with their figures and breakers. */
  @Modified
  void change(Config config) {
    change(Duration.ofMillis(config.timeout_ms()), config.rate_limit_per_minute());
    switchAll(config.enabled());
  }

  void change(Duration timeout, int perMinute) {
    table.change(timeout, perMinute);
  }

  /** Does nothing while the setting is as before: scripts may have switched since. */
  private void switchAll(boolean wanted) {
    if (wanted != enabled) {
      enabled = wanted;
      table.switchAll(wanted);
    }
  }

  @Deactivate
  void close() {
    closed = true;
    services.close();
    executor.close();
  }

  @Reference(
      service = Hook.class,
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      unbind = "removeHook")
  void addHook(ComponentServiceObjects<Hook> objects) {
    services.add(objects);
  }

  void removeHook(ComponentServiceObjects<Hook> objects) {
    services.remove(objects.getServiceReference());
  }

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY,
      unbind = "removeRecorder")
  void addRecorder(HookRecorder recorder) {
    executor.recorder(recorder);
  }

  void removeRecorder(HookRecorder recorder) {
    executor.removeRecorder(recorder);
  }

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY,
      unbind = "removeRedactor")
  void addRedactor(SecretRedactor redactor) {
    executor.redactor(redactor);
  }

  void removeRedactor(SecretRedactor redactor) {
    executor.removeRedactor(redactor);
  }

  /** Whether hooks were stopped, so that nothing is run any more. */
  boolean isClosed() {
    return closed;
  }

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      unbind = "removeEvents")
  void addEvents(EventBus bus) {
    executor.events().bus(bus);
  }

  void removeEvents(EventBus bus) {
    executor.events().removeBus(bus);
  }

  HookTable table() {
    return table;
  }

  Executor executor() {
    return executor;
  }

  @Override
  public boolean isActive(HookPoint point) {
    return table.isActive(point);
  }

  @Override
  public HookOutcome fire(HookContext context) {
    return executor.fire(context);
  }

  @Override
  public HookRegistration register(HookPoint point, HookMetadata metadata, Hook hook) {
    HookEntry entry = table.add(List.of(point), metadata, () -> hook, false).getFirst();
    return new Registration(table, entry);
  }

  /** A hook in the hands of the one who added it. */
  private record Registration(HookTable table, HookEntry entry) implements HookRegistration {
    @Override
    public String id() {
      return entry.id();
    }

    @Override
    public HookPoint point() {
      return entry.point();
    }

    @Override
    public boolean isGone() {
      return entry.isGone();
    }

    @Override
    public boolean unregister() {
      return table.remove(entry);
    }
  }

  @Override
  public List<HookInfo> list(Predicate<HookInfo> filter) {
    return table.list(filter);
  }

  @Override
  public boolean setEnabled(String name, boolean enabled) {
    return table.setEnabled(name, enabled);
  }

  @Override
  public void setTagEnabled(String tag, boolean enabled) {
    table.setTagEnabled(tag, enabled);
  }

  @Override
  public void setAllEnabled(boolean enabled) {
    table.setAllEnabled(enabled);
  }

  @Override
  public boolean unregister(HookPoint point, String name) {
    return !table
        .remove(e -> !e.isService() && e.point().equals(point) && e.name().equals(name))
        .isEmpty();
  }

  @Override
  public int clear(Predicate<HookInfo> filter) {
    return table.remove(entry -> !entry.isService() && filter.test(entry.info(true))).size();
  }

  @Override
  public HookStatistics statistics() {
    List<HookInfo> hooks = table.list(_ -> true);
    Map<String, Integer> byPoint = new TreeMap<>();
    Map<String, Integer> byLanguage = new TreeMap<>();
    Map<HookPriority.Bucket, Integer> byBucket = new EnumMap<>(HookPriority.Bucket.class);
    for (HookInfo hook : hooks) {
      byPoint.merge(hook.point().text(), 1, Integer::sum);
      byLanguage.merge(hook.metadata().language(), 1, Integer::sum);
      byBucket.merge(hook.metadata().priority().bucket(), 1, Integer::sum);
    }
    List<HookFigures> figures =
        table.states().stream().map(s -> s.figures().report(s.name(), s.breaker())).toList();
    return new HookStatistics(hooks.size(), byPoint, byLanguage, byBucket, figures);
  }
}
