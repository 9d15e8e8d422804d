package org.llmspell.hooks;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.hook.HookComponent;
import org.llmspell.core.hook.HookContext;
import org.llmspell.core.hook.HookLimits;
import org.llmspell.core.hook.HookMetadata;
import org.llmspell.core.hook.HookPoint;
import org.llmspell.core.hook.HookPriority;
import org.llmspell.core.hook.HookRegistry.HookInfo;
import org.llmspell.core.hook.HookRegistry.HookRegistration;
import org.llmspell.core.hook.HookResult;
import org.llmspell.core.hook.replay.ResultForm;
import org.llmspell.core.script.ScriptArguments;
import org.llmspell.core.script.ScriptFunction;
import org.llmspell.core.script.ScriptObject;
import org.llmspell.core.script.ScriptSession;
import org.llmspell.hooks.builtin.BuiltinHooks;

/** The functions of the global {@code Hook} for one script. */
final class HookFunctions implements ScriptObject {
  private static final long DEFAULT_LIMIT_MILLIS = 1_000;

  private final HookService hooks;
  private final BuiltinHooks builtins;
  private final ScriptSession session;
  private final Duration limit;
  private @Nullable ScriptHooks own;

  HookFunctions(HookService hooks, BuiltinHooks builtins, ScriptSession session) {
    this.hooks = hooks;
    this.builtins = builtins;
    this.session = session;
    this.limit =
        Duration.ofMillis(
            session.settings().number("hooks.timeout_ms").orElse(DEFAULT_LIMIT_MILLIS));
  }

  /**
   * Enables the built-in hooks that the settings of the script name, under {@code hooks.builtin}.
   */
  void enableConfigured() {
    Object section = session.settings().get("hooks.builtin").orElse(Map.of());
    if (!(section instanceof Map<?, ?> names)) {
      throw SpellException.configuration(
          "Setting 'hooks.builtin' must have a section for each hook, not '%s'".formatted(section),
          null);
    }
    names.forEach((name, config) -> {
      boolean off =
          Boolean.FALSE.equals(config)
              || config instanceof Map<?, ?> map && Boolean.FALSE.equals(map.get("enabled"));
      if (!off) {
        Map<?, ?> values = config instanceof Map<?, ?> map ? map : Map.of();
        session.onClose(builtins.enable(String.valueOf(name), ToolResults.keyed(values)));
      }
    });
  }

  @Override
  public Map<String, Object> members() {
    Map<String, Object> members = new LinkedHashMap<>();
    put(members, "register", this::register);
    put(members, "unregister", HookFunctions::unregister);
    put(members, "list", this::list);
    put(members, "fire", this::fire);
    put(members, "stats", _ -> stats());
    put(members, "set_enabled", this::setEnabled);
    put(members, "enable_builtin", this::enableBuiltin);
    put(members, "builtins", _ -> builtins.names());
    return members;
  }

  private static void put(Map<String, Object> members, String name, ScriptFunction function) {
    members.put(name, function);
  }

  private Handle register(ScriptArguments args) {
    mustLive(args);
    HookPoint point = HookPoint.parse(args.text(0, "point"));
    String language = session.language();
    ScriptHooks mine = own();
    var hook = new ScriptHook(args.callback(1, "callback"), limit, mine::isOpen);
    var metadata =
        new HookMetadata(
            language + "_" + UUID.randomUUID(),
            language + " hook for " + point.text(),
            priority(args.get(2)),
            language,
            List.of("cross-language", language),
            "1.0.0",
            HookLimits.INLINE.withTimeout(limit));
    HookRegistration registration = hooks.register(point, metadata, hook);
    mine.add(registration);
    return new Handle(registration);
  }

  /** A script may outlive the bundle, which may be stopped or updated at any time. */
  private void mustLive(ScriptArguments args) {
    if (hooks.isClosed()) {
      throw SpellException.component(
          "Hook.%s: hooks were stopped; run the script again to use those that are there now"
              .formatted(args.function()),
          null);
    }
  }

  private ScriptHooks own() {
    ScriptHooks known = own;
    if (known == null) {
      known = new ScriptHooks();
      session.onClose(known);
      own = known;
    }
    return known;
  }

  private static HookPriority priority(@Nullable Object given) {
    return switch (given) {
      case String name -> HookPriority.parse(name);
      case Number number ->
          new HookPriority(
              (int) Math.clamp(number.doubleValue(), Integer.MIN_VALUE, Integer.MAX_VALUE));
      case null, default -> HookPriority.NORMAL;
    };
  }

  private static boolean unregister(ScriptArguments args) {
    return switch (args.get(0)) {
      case Handle handle -> handle.registration.unregister();
      case ScriptObject _ -> false;
      case null, default ->
          throw SpellException.validation(
              "handle", "Hook.unregister takes what Hook.register has returned");
    };
  }

  private List<Object> list(ScriptArguments args) {
    return hooks.list(filter(args)).stream().map(HookFunctions::describe).toList();
  }

  private static Predicate<HookInfo> filter(ScriptArguments args) {
    Object given = args.get(0);
    if (given == null || given instanceof List<?> none && none.isEmpty()) {
      return _ -> true;
    }
    if (given instanceof String name) {
      HookPoint point = HookPoint.parse(name);
      return hook -> hook.point().equals(point);
    }
    Map<String, @Nullable Object> table = args.table(0, "filter");
    Predicate<HookInfo> filter = _ -> true;
    if (table.get("hook_point") instanceof String name) {
      HookPoint point = HookPoint.parse(name);
      filter = filter.and(hook -> hook.point().equals(point));
    }
    if (table.get("language") instanceof String language) {
      filter = filter.and(hook -> hook.metadata().language().equals(language));
    }
    if (table.get("priority") != null) {
      HookPriority priority = priority(table.get("priority"));
      filter = filter.and(hook -> hook.metadata().priority().equals(priority));
    }
    if (table.get("tag") instanceof String tag) {
      filter = filter.and(hook -> hook.metadata().tags().stream().anyMatch(t -> t.contains(tag)));
    }
    return filter;
  }

  private static Object describe(HookInfo hook) {
    HookMetadata metadata = hook.metadata();
    Map<String, Object> table = new LinkedHashMap<>();
    table.put("name", metadata.name());
    table.put("priority", "Priority(%d)".formatted(metadata.priority().value()));
    table.put("language", metadata.language());
    table.put("version", metadata.version());
    table.put("description", metadata.description());
    table.put("tags", metadata.tags());
    table.put("hook_point", hook.point().text());
    table.put("enabled", hook.enabled());
    return table;
  }

  /** Fires a point of one's own; those of the platform are fired by the platform. */
  private Map<String, @Nullable Object> fire(ScriptArguments args) {
    HookPoint point = HookPoint.parse(args.text(0, "point"));
    if (!(point instanceof HookPoint.Custom)) {
      throw SpellException.validation(
          "point",
          "Hook.fire fires points of your own, as in 'custom:my_point'; '%s' is fired by the platform"
              .formatted(point.text()));
    }
    HookContext context =
        HookContext.of(
                point,
                HookComponent.system("script"),
                args.optionalTable(1, "data"),
                session.context().metadata())
            .withLanguage(session.language());
    // On the script's own thread: its hooks are then called at once, without the mailbox.
    Outcome outcome = hooks.executor().run(context);
    HookResult first =
        outcome.verdicts().isEmpty()
            ? HookResult.proceed()
            : outcome.verdicts().getFirst().result();
    Map<String, @Nullable Object> result = new LinkedHashMap<>(ResultForm.of(first));
    HookResult.Modified modified = outcome.modified();
    result.put(
        "data",
        result.get("data") != null && modified == null
            ? result.get("data")
            : modified == null ? context.data() : modified.data());
    result.put("results", outcome.verdicts().stream().map(v -> ResultForm.of(v.result())).toList());
    return result;
  }

  private Map<String, Object> stats() {
    var statistics = hooks.statistics();
    Map<String, Object> table = new LinkedHashMap<>();
    table.put("total_hooks", (long) statistics.total());
    table.put("by_point", statistics.byPoint());
    table.put("by_language", statistics.byLanguage());
    Map<String, Object> figures = new LinkedHashMap<>();
    statistics
        .hooks()
        .forEach(hook -> {
          Map<String, @Nullable Object> one = new LinkedHashMap<>();
          one.put("executions", hook.executions());
          one.put("failures", hook.failures());
          one.put(
              "avg_us", hook.executions() == 0 ? 0.0 : hook.totalNanos() / 1e3 / hook.executions());
          one.put("p50_us", hook.p50Nanos() / 1e3);
          one.put("p95_us", hook.p95Nanos() / 1e3);
          one.put("p99_us", hook.p99Nanos() / 1e3);
          one.put("breaker", hook.breaker());
          figures.put(hook.name(), one);
        });
    table.put("hooks", figures);
    return table;
  }

  private boolean setEnabled(ScriptArguments args) {
    return hooks.setEnabled(args.text(0, "name"), args.size() < 2 || args.truthy(1));
  }

  private ScriptObject enableBuiltin(ScriptArguments args) {
    var enabled = builtins.enable(args.text(0, "name"), args.optionalTable(1, "config"));
    session.onClose(enabled);
    ScriptFunction stats = _ -> enabled.stats();
    ScriptFunction disable = _ -> enabled.disable();
    return () -> Map.of("name", enabled.name(), "stats", stats, "disable", disable);
  }

  /** A hook in the hands of a script. */
  private record Handle(HookRegistration registration) implements ScriptObject {

    @Override
    public Map<String, Object> members() {
      ScriptFunction unregister = _ -> registration.unregister();
      ScriptFunction point = _ -> registration.point().text();
      ScriptFunction id = _ -> id();
      return Map.of("id", id, "hook_point", point, "unregister", unregister);
    }

    private String id() {
      if (registration.isGone()) {
        throw SpellException.component("Hook already unregistered", null);
      }
      return registration.id();
    }
  }
}
