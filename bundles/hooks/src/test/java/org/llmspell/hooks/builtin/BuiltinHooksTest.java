package org.llmspell.hooks.builtin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.hook.HookComponent;
import org.llmspell.core.hook.HookContext;
import org.llmspell.core.hook.HookPoint.StandardPoint;
import org.llmspell.core.hook.HookResult;

class BuiltinHooksTest {
  private final Clock clock = Clock.systemUTC();
  private long now;

  private static Options options(Map<String, @Nullable Object> values) {
    return new Options("TestHook", values);
  }

  private static HookContext at(StandardPoint point, Map<String, ? extends @Nullable Object> data) {
    return HookContext.of(point, HookComponent.tool("t"), data).withCorrelationId("c");
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }

  @Test
  void loggingCutsLongDataAndMasksSecrets() {
    var hook = new LoggingHook(LoggingHook.Config.of(options(Map.of("max_data_size", 60L))), clock);
    var context =
        at(StandardPoint.TOOL_ERROR, Map.of("api_key", "abc123", "text", "x".repeat(200)));

    hook.execute(context);

    assertThat(hook.line(context)).contains("ToolError").contains("...").doesNotContain("abc123");
    assertThat(context.metadata()).containsKeys("logged_at", "logging_hook_version");
  }

  @Test
  void metricsCountErrorsSuccessesAndTimes() {
    var hook = new MetricsHook(MetricsHook.Config.of(options(Map.of())), clock, () -> now);
    var before = at(StandardPoint.BEFORE_TOOL_EXECUTION, Map.of());
    hook.execute(before);
    pass(Duration.ofMillis(7));
    hook.execute(before.child(StandardPoint.AFTER_TOOL_EXECUTION, Map.of("success", true)));
    hook.execute(at(StandardPoint.TOOL_ERROR, Map.of()));

    assertThat(hook.stats().get("counts"))
        .isEqualTo(
            Map.of(
                "BeforeToolExecution", 1L,
                "AfterToolExecution", 1L,
                "AfterToolExecution.success", 1L,
                "ToolError", 1L,
                "ToolError.errors", 1L));
    assertThat(hook.stats().get("durations"))
        .isEqualTo(Map.of("AfterToolExecution", Map.of("up_to_10_ms", 1L)));
  }

  @Test
  void debuggingKeepsTheLastTraces() {
    var hook =
        new DebuggingHook(
            DebuggingHook.Config.of(options(Map.of("max_traces", 2L))), clock, () -> now);

    for (int i = 0; i < 3; i++) {
      hook.execute(at(StandardPoint.TOOL_ERROR, Map.of("i", (long) i)));
    }

    assertThat(hook.stats().get("count")).isEqualTo(2L);
    assertThat(String.valueOf(hook.stats().get("traces"))).contains("i=2").doesNotContain("i=0");
  }

  private HookResult cached(CachingHook hook, Map<String, Object> input, Duration took) {
    var before = at(StandardPoint.BEFORE_TOOL_EXECUTION, input);
    HookResult served = hook.execute(before);
    pass(took);
    if (served instanceof HookResult.Continue) {
      hook.execute(
          before.child(StandardPoint.AFTER_TOOL_EXECUTION, Map.of("success", true, "result", "r")));
    }
    return served;
  }

  @Test
  void cachingServesSlowResultsUntilTheyExpire() {
    var hook = new CachingHook(CachingHook.Config.of(options(Map.of())), clock, () -> now);
    Duration slow = Duration.ofMillis(10);

    assertThat(cached(hook, Map.of("x", 1L), slow)).isEqualTo(HookResult.proceed());
    assertThat(cached(hook, Map.of("x", 1L), slow))
        .isEqualTo(new HookResult.Replace(Map.of("success", true, "result", "r")));
    assertThat(cached(hook, Map.of("x", 2L), slow)).isEqualTo(HookResult.proceed());
    pass(Duration.ofSeconds(301));
    assertThat(cached(hook, Map.of("x", 1L), slow)).isEqualTo(HookResult.proceed());

    assertThat(hook.stats()).containsEntry("requests", 4L).containsEntry("hits", 1L);
  }

  @Test
  void cachingLeavesQuickResultsAlone() {
    var hook = new CachingHook(CachingHook.Config.of(options(Map.of())), clock, () -> now);

    cached(hook, Map.of(), Duration.ofMillis(9));

    assertThat(cached(hook, Map.of(), Duration.ZERO)).isEqualTo(HookResult.proceed());
  }

  @Test
  void rateLimitRefillsAndTellsHowMuchIsLeft() throws Exception {
    var config =
        RateLimitHook.Config.of(
            options(Map.of("capacity", 2L, "allow_burst", false, "refill_rate", 1L)));
    var hook = new RateLimitHook(config, () -> now);
    var context = at(StandardPoint.BEFORE_TOOL_EXECUTION, Map.of());

    assertThat(hook.execute(context)).isEqualTo(HookResult.proceed());
    assertThat(hook.execute(context)).isEqualTo(HookResult.proceed());
    assertThat(hook.execute(context)).isEqualTo(new HookResult.Cancel("Rate limit exceeded"));
    assertThat(context.metadata())
        .containsEntry("X-RateLimit-Limit", "2")
        .containsEntry("X-RateLimit-Remaining", "0")
        .containsEntry("X-RateLimit-Retry-After", "1");
    pass(Duration.ofSeconds(1));
    assertThat(hook.execute(context)).isEqualTo(HookResult.proceed());
  }

  @Test
  void retryBacksOffAndGivesUp() {
    var hook = new RetryHook(RetryHook.Config.of(options(Map.of())), () -> now);
    var context = at(StandardPoint.TOOL_ERROR, Map.of("error", "Network error: connection_error"));

    assertThat(hook.execute(context)).isEqualTo(new HookResult.Retry(Duration.ofMillis(100), 3));
    assertThat(hook.execute(context)).isEqualTo(new HookResult.Retry(Duration.ofMillis(200), 3));
    assertThat(hook.execute(context)).isEqualTo(new HookResult.Retry(Duration.ofMillis(400), 3));
    assertThat(hook.execute(context)).isEqualTo(HookResult.proceed());
    assertThat(hook.execute(at(StandardPoint.TOOL_ERROR, Map.of("error", "no such file"))))
        .isEqualTo(HookResult.proceed());
  }

  @Test
  void securityBlocksOversizedParametersAndMasksSecrets() {
    var config =
        SecurityHook.Config.of(
            options(Map.of("max_parameter_length", 5L, "block_on_violations", true)));
    var hook = new SecurityHook(config, clock);

    HookResult result =
        hook.execute(
            at(
                StandardPoint.BEFORE_TOOL_EXECUTION,
                Map.of("password", "pw", "in", Map.of("text", "123456"))));

    assertThat(result).isInstanceOf(HookResult.Cancel.class);
    assertThat(hook.stats().get("by_type"))
        .isEqualTo(Map.of("Audit", 1L, "DataAccess", 1L, "ParameterInjection", 1L));
    assertThat(String.valueOf(hook.stats())).contains("in.text", "[MASKED]").doesNotContain("pw,");
  }

  @Test
  void costTrackingBlocksAtTheCriticalBudget() {
    var hook = new CostTrackingHook(CostTrackingHook.Config.of(options(Map.of())), () -> now);
    var usage =
        Map.of(
            "provider",
            "openai",
            "model",
            "gpt-4",
            "input_tokens",
            1_000_000L,
            "output_tokens",
            0L);
    var context = at(StandardPoint.AFTER_AGENT_EXECUTION, Map.of("token_usage", usage));

    assertThat(hook.execute(context)).isEqualTo(HookResult.proceed());
    assertThat(context.metadata()).containsEntry("cost_alert_level", "Info");
    hook.execute(context);
    hook.execute(context);
    assertThat(hook.execute(context))
        .isEqualTo(
            new HookResult.Cancel(
                "Operation blocked: Cost limit exceeded (120.00 of 100.00 USD used in the window)"));
    pass(Duration.ofSeconds(3_601));
    assertThat(hook.execute(context)).isEqualTo(HookResult.proceed());
  }

  @Test
  void refusesWrongSettings() {
    assertThatThrownBy(() -> LoggingHook.Config.of(options(Map.of("level", "loud"))))
        .isInstanceOf(SpellException.class)
        .hasMessageContaining("'loud'")
        .hasMessageContaining("trace");
    assertThatThrownBy(() -> RateLimitHook.Config.of(options(Map.of("capacity", 0L))))
        .hasMessageContaining("'capacity'");
    assertThatThrownBy(() -> RetryHook.Config.of(options(Map.of("retryable_errors", "x"))))
        .hasMessageContaining("a list of texts");
  }

  @Test
  void knowsSecretsByWholeWords() {
    assertThat(List.of("api_key", "apiKey", "Authorization", "user.password"))
        .allMatch(name -> Secrets.isSecret(name, Secrets.KEYS));
    assertThat(List.of("monkey", "keyboard", "author"))
        .noneMatch(name -> Secrets.isSecret(name, Secrets.KEYS));
  }
}
