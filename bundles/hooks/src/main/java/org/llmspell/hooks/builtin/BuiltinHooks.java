package org.llmspell.hooks.builtin;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.hook.HookMetadata;
import org.llmspell.core.hook.HookPoint;
import org.llmspell.core.hook.HookPriority;
import org.llmspell.core.hook.HookRegistry;
import org.llmspell.core.hook.HookRegistry.HookRegistration;

/**
 * Switches built-in hooks on and off. Who wants one that is on already, with the same settings,
 * shares it; it goes with the last one. Safe to share between threads.
 */
public final class BuiltinHooks {
  private final HookRegistry registry;
  private final Map<String, Kind> kinds = new LinkedHashMap<>();
  private final Map<String, Running> running = new HashMap<>();

  /** A kind of hook. */
  private record Kind(
      HookPriority priority, String description, Function<Options, BuiltinHook> factory) {}

  /** A hook that is on. */
  private static final class Running {
    private final Map<String, @Nullable Object> config;
    private final BuiltinHook hook;
    private final List<HookRegistration> registrations;
    private int users;

    Running(
        Map<String, @Nullable Object> config,
        BuiltinHook hook,
        List<HookRegistration> registrations) {
      this.config = config;
      this.hook = hook;
      this.registrations = registrations;
    }
  }

  /** Knows all, has none on. */
  public BuiltinHooks(HookRegistry registry) {
    this.registry = registry;
    Clock clock = Clock.systemUTC();
    kind(
        "LoggingHook",
        HookPriority.LOW,
        "Logs what happens",
        o -> new LoggingHook(LoggingHook.Config.of(o), clock));
    kind(
        "MetricsHook",
        HookPriority.LOW,
        "Counts and measures",
        o -> new MetricsHook(MetricsHook.Config.of(o), clock, System::nanoTime));
    kind(
        "DebuggingHook",
        HookPriority.LOWEST,
        "Keeps traces",
        o -> new DebuggingHook(DebuggingHook.Config.of(o), clock, System::nanoTime));
    kind(
        "CachingHook",
        HookPriority.HIGH,
        "Serves results again",
        o -> new CachingHook(CachingHook.Config.of(o), clock, System::nanoTime));
    kind(
        "RateLimitHook",
        HookPriority.HIGHEST,
        "Limits how often things are done",
        o -> new RateLimitHook(RateLimitHook.Config.of(o), System::nanoTime));
    kind(
        "RetryHook",
        HookPriority.HIGH,
        "Tries again after failures",
        o -> new RetryHook(RetryHook.Config.of(o), System::nanoTime));
    kind(
        "SecurityHook",
        HookPriority.HIGHEST,
        "Audits and checks parameters",
        o -> new SecurityHook(SecurityHook.Config.of(o), clock));
    kind(
        "CostTrackingHook",
        HookPriority.LOW,
        "Adds up what models cost",
        o -> new CostTrackingHook(CostTrackingHook.Config.of(o), System::nanoTime));
  }

  private void kind(
      String name,
      HookPriority priority,
      String description,
      Function<Options, BuiltinHook> factory) {
    kinds.put(name, new Kind(priority, description, factory));
  }

  /** The names of all built-in hooks. */
  public List<String> names() {
    return List.copyOf(kinds.keySet());
  }

  /**
   * Switches one on.
   *
   * @param name for example {@code LoggingHook}; {@code logging} means the same
   * @param config its settings; besides its own, {@code points} and {@code priority}
   * @throws SpellException of kind Configuration when there is none of that name, or a setting is
   *     wrong
   */
  public Enabled enable(String name, Map<String, @Nullable Object> config) {
    String canonical = canonical(name);
    synchronized (this) {
      Running known = running.get(canonical);
      if (known == null) {
        known = start(canonical, config);
        running.put(canonical, known);
      } else if (!known.config.equals(config)) {
        throw SpellException.configuration(
            "Hook %s is on already with other settings; disable it first".formatted(canonical),
            null);
      }
      known.users++;
      return new Enabled(this, canonical, known);
    }
  }

  private String canonical(String name) {
    String folded = name.replace("_", "").replace("-", "");
    return kinds.keySet().stream()
        .filter(k -> k.equalsIgnoreCase(folded) || k.equalsIgnoreCase(folded + "Hook"))
        .findFirst()
        .orElseThrow(() ->
            SpellException.configuration(
                "There is no built-in hook '%s'. There are %s"
                    .formatted(name, String.join(", ", kinds.keySet())),
                null));
  }

  private Running start(String name, Map<String, @Nullable Object> config) {
    Kind kind = kinds.get(name);
    if (kind == null) {
      throw new IllegalStateException("No built-in hook " + name);
    }
    var options = new Options(name, config);
    BuiltinHook hook = kind.factory.apply(options);
    options.flag("enabled", true);
    List<String> names = options.texts("points", List.of());
    int priority = (int) options.decimal("priority", kind.priority.value(), Integer.MIN_VALUE);
    options.end();
    List<HookPoint> points = new ArrayList<>(hook.points());
    if (!names.isEmpty()) {
      points = names.stream().map(HookPoint::parse).distinct().toList();
    }
    var metadata =
        new HookMetadata(
            name,
            kind.description,
            new HookPriority(priority),
            "native",
            List.of("builtin", name.replace("Hook", "").toLowerCase(Locale.ROOT)),
            "1.0.0",
            hook.limits());
    List<HookRegistration> registrations = new ArrayList<>();
    try {
      points.forEach(point -> registrations.add(registry.register(point, metadata, hook)));
    } catch (SpellException e) {
      registrations.forEach(HookRegistration::unregister);
      throw e;
    }
    return new Running(
        Collections.unmodifiableMap(new LinkedHashMap<>(config)), hook, registrations);
  }

  private synchronized void leave(String name, Running one) {
    if (--one.users == 0) {
      running.remove(name, one);
      one.registrations.forEach(HookRegistration::unregister);
    }
  }

  /** A built-in hook in the hands of one who wanted it on. */
  public static final class Enabled implements AutoCloseable {
    private final BuiltinHooks owner;
    private final String name;
    private final Running hook;
    private boolean closed;

    private Enabled(BuiltinHooks owner, String name, Running hook) {
      this.owner = owner;
      this.name = name;
      this.hook = hook;
    }

    /** Its name. */
    public String name() {
      return name;
    }

    /** What it has seen, plain values. */
    public Map<String, @Nullable Object> stats() {
      return hook.hook.stats();
    }

    /** Does not want it any more; false when that was said before. */
    public synchronized boolean disable() {
      if (closed) {
        return false;
      }
      closed = true;
      owner.leave(name, hook);
      return true;
    }

    @Override
    public void close() {
      disable();
    }
  }
}
