package org.llmspell.hooks.builtin;

import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.hook.HookContext;
import org.llmspell.core.hook.HookPoint;
import org.llmspell.core.hook.HookPoint.StandardPoint;
import org.llmspell.core.hook.HookResult;

/** Keeps an audit trail, and looks for oversized parameters and for secrets among them. */
final class SecurityHook implements BuiltinHook {
  private final Config config;
  private final Clock clock;
  private final Deque<Map<String, @Nullable Object>> events = new ArrayDeque<>();
  private final Map<String, Long> bySeverity = new TreeMap<>();
  private final Map<String, Long> byType = new TreeMap<>();
  private long total;
  private long blocked;

  /** In rising order. */
  enum Severity {
    INFO("Info"),
    LOW("Low"),
    MEDIUM("Medium"),
    HIGH("High"),
    CRITICAL("Critical");

    private final String text;

    Severity(String text) {
      this.text = text;
    }
  }

  /**
   * The settings.
   *
   * @param audit whether each firing is an event
   * @param validation whether parameters are looked at
   * @param rateEvents whether refusals by a rate limit are events
   * @param maxEvents how many are kept
   * @param minSeverity less than this is not kept
   * @param block whether a violation cancels the operation
   * @param maxLength of a text among the parameters
   * @param sensitiveKeys words in names of secret values
   */
  record Config(
      boolean audit,
      boolean validation,
      boolean rateEvents,
      int maxEvents,
      Severity minSeverity,
      boolean block,
      int maxLength,
      List<String> sensitiveKeys) {
    static Config of(Options options) {
      return new Config(
          options.flag("enable_audit_logging", true),
          options.flag("enable_parameter_validation", true),
          options.flag("enable_rate_limiting", true),
          options.number("max_events", 10_000, 1),
          options.choice("min_severity", Severity.INFO),
          options.flag("block_on_violations", false),
          options.number("max_parameter_length", 10_000, 1),
          options.texts("sensitive_keys", Secrets.KEYS));
    }
  }

  SecurityHook(Config config, Clock clock) {
    this.config = config;
    this.clock = clock;
  }

  @Override
  public List<? extends HookPoint> points() {
    return List.of(
        StandardPoint.BEFORE_TOOL_EXECUTION,
        StandardPoint.BEFORE_AGENT_EXECUTION,
        StandardPoint.BEFORE_WORKFLOW_START,
        StandardPoint.SECURITY_VIOLATION);
  }

  @Override
  public HookResult execute(HookContext context) {
    String tooLong = config.validation ? check("", context.data(), context) : null;
    boolean refused = tooLong != null && config.block;
    if (tooLong != null) {
      event(
          context,
          "ParameterInjection",
          Severity.MEDIUM,
          "Parameter '%s' is longer than %d characters".formatted(tooLong, config.maxLength),
          Map.of("parameter", tooLong),
          refused);
    }
    if (context.point() == StandardPoint.SECURITY_VIOLATION) {
      event(
          context,
          "SecurityViolation",
          Severity.HIGH,
          String.valueOf(context.data().get("error")),
          Map.of(),
          true);
    }
    if (config.rateEvents && context.metadata().containsKey("rate_limit_exceeded")) {
      event(context, "RateLimitExceeded", Severity.MEDIUM, "Rate limit exceeded", Map.of(), true);
    }
    if (config.audit) {
      event(context, "Audit", Severity.INFO, context.toString(), Map.of(), false);
    }
    context.metadata().put("security_checked_at", clock.instant().toString());
    return refused
        ? new HookResult.Cancel(
            "Parameter '%s' is longer than the %d characters that hook SecurityHook allows"
                .formatted(tooLong, config.maxLength))
        : HookResult.proceed();
  }

  /** Notes secrets; the path of the first text that is too long, or null. */
  private @Nullable String check(String path, @Nullable Object value, HookContext context) {
    switch (value) {
      case String text when text.length() > config.maxLength -> {
        return path;
      }
      case Map<?, ?> map -> {
        String found = null;
        for (var entry : map.entrySet()) {
          String name = String.valueOf(entry.getKey());
          String inner = path.isEmpty() ? name : path + "." + name;
          if (Secrets.isSecret(name, config.sensitiveKeys)) {
            event(
                context,
                "DataAccess",
                Severity.LOW,
                "Sensitive parameter '%s'".formatted(inner),
                Map.of(inner, Secrets.MASK),
                false);
          }
          String one = check(inner, entry.getValue(), context);
          found = found == null ? one : found;
        }
        return found;
      }
      case List<?> list -> {
        for (int i = 0; i < list.size(); i++) {
          String one = check(path + "[" + (i + 1) + "]", list.get(i), context);
          if (one != null) {
            return one;
          }
        }
        return null;
      }
      case null, default -> {
        return null;
      }
    }
  }

  private synchronized void event(
      HookContext context,
      String type,
      Severity severity,
      String description,
      Map<String, String> details,
      boolean isBlocked) {
    if (severity.compareTo(config.minSeverity) < 0) {
      return;
    }
    Map<String, @Nullable Object> event = new LinkedHashMap<>();
    event.put("timestamp", clock.instant().toString());
    event.put("event_type", type);
    event.put("severity", severity.text);
    event.put("hook_point", context.point().text());
    event.put("component", context.component().name());
    event.put("language", context.language());
    event.put("correlation_id", context.correlationId());
    for (String key : List.of("user_id", "session_id", "source_ip")) {
      if (context.metadata().get(key) != null) {
        event.put(key, context.metadata().get(key));
      }
    }
    event.put("description", description);
    event.put("details", details);
    event.put("blocked", isBlocked);
    events.addLast(event);
    if (events.size() > config.maxEvents) {
      events.removeFirst();
    }
    total++;
    blocked += isBlocked ? 1 : 0;
    bySeverity.merge(severity.text, 1L, Long::sum);
    byType.merge(type, 1L, Long::sum);
  }

  @Override
  public synchronized Map<String, @Nullable Object> stats() {
    return Map.of(
        "total_events", total,
        "by_severity", Map.copyOf(bySeverity),
        "by_type", Map.copyOf(byType),
        "blocked_events", blocked,
        "events", List.copyOf(events));
  }
}
