package org.llmspell.hooks.builtin;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.hook.HookContext;
import org.llmspell.core.hook.HookPoint;
import org.llmspell.core.hook.HookPoint.StandardPoint;
import org.llmspell.core.hook.HookResult;

/** Adds up what the answers of language models cost, and stops when a budget is used up. */
final class CostTrackingHook implements BuiltinHook {
  private static final int MAX_CHARGES = 100_000;

  private final Config config;
  private final LongSupplier nanos;
  private final Deque<Charge> window = new ArrayDeque<>();
  private final Map<String, Double> byUser = new TreeMap<>();
  private final Map<String, Double> byComponent = new TreeMap<>();
  private double inWindow;
  private double total;
  private long requests;

  /** US dollars for 1,000 tokens. */
  record Price(double input, double output) {}

  /** From this cost on. */
  record Alert(double threshold, String level, boolean blocks) {}

  private record Charge(long time, double cost) {}

  /**
   * The settings.
   *
   * @param prices by {@code provider/model}
   * @param alerts with rising thresholds
   * @param window the time that a budget is for
   * @param perUser whether it is added up by user
   * @param perComponent whether it is added up by component
   * @param events whether alerts are noted in the metadata
   */
  record Config(
      Map<String, Price> prices,
      List<Alert> alerts,
      Duration window,
      boolean perUser,
      boolean perComponent,
      boolean events) {
    static Config of(Options options) {
      Map<String, Price> prices = new HashMap<>();
      prices.put("openai/gpt-4", new Price(0.03, 0.06));
      prices.put("openai/gpt-3.5-turbo", new Price(0.0005, 0.0015));
      prices.put("anthropic/claude-3-opus", new Price(0.015, 0.075));
      prices.put("anthropic/claude-3-sonnet", new Price(0.003, 0.015));
      options
          .table("prices")
          .forEach((model, price) -> {
            if (price instanceof Map<?, ?> map) {
              prices.put(
                  String.valueOf(model),
                  new Price(number(map.get("input")), number(map.get("output"))));
            }
          });
      List<Alert> alerts = new ArrayList<>();
      alerts.add(new Alert(options.decimal("info_budget", 10, 0), "Info", false));
      alerts.add(new Alert(options.decimal("warning_budget", 50, 0), "Warning", false));
      alerts.add(new Alert(options.decimal("critical_budget", 100, 0), "Critical", true));
      alerts.sort(Comparator.comparingDouble(Alert::threshold));
      return new Config(
          Map.copyOf(prices),
          List.copyOf(alerts),
          options.seconds("window_seconds", 3_600),
          options.flag("track_per_user", true),
          options.flag("track_per_component", true),
          options.flag("emit_events", true));
    }
  }

  private static double number(@Nullable Object value) {
    return value instanceof Number number ? number.doubleValue() : 0;
  }

  CostTrackingHook(Config config, LongSupplier nanoClock) {
    this.config = config;
    this.nanos = nanoClock;
  }

  @Override
  public List<? extends HookPoint> points() {
    return List.of(StandardPoint.AFTER_AGENT_EXECUTION);
  }

  @Override
  public boolean shouldExecute(HookContext context) {
    return context.point() == StandardPoint.AFTER_AGENT_EXECUTION;
  }

  @Override
  public synchronized HookResult execute(HookContext context) {
    if (!(context.data().get("token_usage") instanceof Map<?, ?> usage)) {
      return HookResult.proceed();
    }
    Price price = config.prices.get(usage.get("provider") + "/" + usage.get("model"));
    if (price == null) {
      return HookResult.proceed();
    }
    double cost =
        number(usage.get("input_tokens")) / 1_000 * price.input
            + number(usage.get("output_tokens")) / 1_000 * price.output;
    charge(context, cost);
    context.metadata().put("cost", "%.6f".formatted(cost));
    Alert alert =
        config.alerts.reversed().stream()
            .filter(a -> inWindow >= a.threshold)
            .findFirst()
            .orElse(null);
    return alert == null ? HookResult.proceed() : alarm(context, alert);
  }

  private void charge(HookContext context, double cost) {
    long now = nanos.getAsLong();
    requests++;
    total += cost;
    inWindow += cost;
    window.addLast(new Charge(now, cost));
    while (!window.isEmpty()
        && (now - window.getFirst().time > config.window.toNanos()
            || window.size() > MAX_CHARGES)) {
      inWindow -= window.removeFirst().cost;
    }
    if (config.perUser) {
      byUser.merge(context.metadata().getOrDefault("user_id", "anonymous"), cost, Double::sum);
    }
    if (config.perComponent) {
      byComponent.merge(context.component().name(), cost, Double::sum);
    }
  }

  private HookResult alarm(HookContext context, Alert alert) {
    String message =
        String.format(
            Locale.ROOT, "%.2f of %.2f USD used in the window", inWindow, alert.threshold);
    if (config.events) {
      context.metadata().put("cost_alert_level", alert.level);
      context.metadata().put("cost_alert_threshold", String.valueOf(alert.threshold));
      context.metadata().put("cost_alert_total", String.valueOf(inWindow));
      context.metadata().put("cost_alert_message", message);
    }
    return alert.blocks
        ? new HookResult.Cancel("Operation blocked: Cost limit exceeded (%s)".formatted(message))
        : HookResult.proceed();
  }

  @Override
  public synchronized Map<String, @Nullable Object> stats() {
    Map<String, @Nullable Object> stats = new LinkedHashMap<>();
    stats.put("requests", requests);
    stats.put("total_cost", total);
    stats.put("window_cost", inWindow);
    stats.put("by_user", Map.copyOf(byUser));
    stats.put("by_component", Map.copyOf(byComponent));
    return stats;
  }
}
