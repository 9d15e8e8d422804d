package org.llmspell.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.event.EventBus;
import org.llmspell.core.hook.HookContext;
import org.llmspell.core.hook.HookExecutor;
import org.llmspell.core.hook.HookOutcome;
import org.llmspell.core.hook.HookPoint;
import org.llmspell.core.hook.HookPoint.StandardPoint;
import org.llmspell.core.hook.HookRefusal;
import org.llmspell.core.hook.HookResult;
import org.llmspell.core.state.StateScope;

class HooksAndEventsTest {
  private static final StateScope GLOBAL = StateScope.GLOBAL;

  @TempDir Path dir;
  private StateService state;
  private final Map<HookPoint, Function<HookContext, HookResult>> hooks = new HashMap<>();
  private final List<HookContext> fired = new ArrayList<>();
  private final List<String> events = new ArrayList<>();

  @BeforeEach
  void open() {
    state = new Stores(dir).state();
    state.setHooks(
        new HookExecutor() {
          @Override
          public boolean isActive(HookPoint point) {
            return hooks.containsKey(point);
          }

          @Override
          public HookOutcome fire(HookContext context) {
            fired.add(context);
            HookResult result = Objects.requireNonNull(hooks.get(context.point())).apply(context);
            return switch (result) {
              case HookResult.Continue _ -> HookOutcome.NONE;
              case HookResult.Modified(var data) -> new HookOutcome(true, data, List.of(result));
              default -> new HookOutcome(false, null, List.of(result));
            };
          }
        });
    state.setBus(
        (EventBus)
            Proxy.newProxyInstance(
                EventBus.class.getClassLoader(),
                new Class<?>[] {EventBus.class},
                (proxy, method, args) -> {
                  if (method.getName().equals("publishLazily")) {
                    events.add(args[0] + " " + ((Supplier<?>) args[1]).get());
                  }
                  return method.getReturnType() == boolean.class
                      ? method.getName().equals("hasSubscribers")
                      : null;
                }));
  }

  private void at(HookPoint point, Function<HookContext, HookResult> hook) {
    hooks.put(point, hook);
  }

  @Test
  void cancelsAWriteWithTheReason() {
    at(StandardPoint.BEFORE_STATE_WRITE, context -> new HookResult.Cancel("not today"));

    assertThatThrownBy(() -> state.set(GLOBAL, "k", 1L))
        .hasMessageContaining("not today")
        .isInstanceOfSatisfying(
            SpellException.class, e -> assertThat(HookRefusal.isCauseOf(e)).isTrue());
    assertThatThrownBy(() -> state.increment(GLOBAL, "k", 1)).hasMessageContaining("not today");
    state.set(GLOBAL, "temp:k", 1L);
    state.set(GLOBAL, "test:k", 1L);

    assertThat(state.exists(GLOBAL, "k")).isFalse();
    assertThat(state.keys(GLOBAL, "")).containsExactly("temp:k", "test:k");
    assertThat(events).isEmpty();
  }

  @Test
  void changesWhatIsWritten() {
    at(StandardPoint.BEFORE_STATE_WRITE, c -> new HookResult.Modified(Map.of("value", 2L)));
    at(new HookPoint.Custom("state_change"), c -> HookResult.proceed());
    state.set(GLOBAL, "k", 1L);
    assertThat(state.get(GLOBAL, "k")).contains(2L);

    at(StandardPoint.BEFORE_STATE_WRITE, c -> new HookResult.Replace(3L));
    state.set(GLOBAL, "k", 1L);
    assertThat(state.get(GLOBAL, "k")).contains(3L);

    HookContext last = fired.getLast();
    assertThat(last.data()).containsEntry("new_value", 3L).containsEntry("old_value", 2L);
    assertThat(last.metadata())
        .containsEntry("success", "true")
        .containsEntry("final_value", "3")
        .containsEntry("scope", "global");
    assertThat(events)
        .containsExactly(
            "state.changed {scope=global, key=k, old_value=null, new_value=2}",
            "state.changed {scope=global, key=k, old_value=2, new_value=3}");
  }

  @Test
  void answersAndChangesReads() {
    state.set(GLOBAL, "k", 1L);
    at(StandardPoint.AFTER_STATE_READ, c -> new HookResult.Modified(Map.of("value", 10L)));
    assertThat(state.get(GLOBAL, "k")).contains(10L);

    at(StandardPoint.BEFORE_STATE_READ, c -> new HookResult.Replace(20L));
    assertThat(state.get(GLOBAL, "k")).contains(20L);

    at(StandardPoint.BEFORE_STATE_READ, c -> new HookResult.Cancel("secret"));
    assertThatThrownBy(() -> state.get(GLOBAL, "k")).hasMessageContaining("secret");
  }

  @Test
  void letsAHookSettleAConflict() {
    state.set(GLOBAL, "k", 1L);
    at(
        StandardPoint.STATE_CONFLICT,
        c ->
            new HookResult.Replace(
                ((Number) Objects.requireNonNull(c.data().get("current"))).longValue() + 100));

    assertThat(state.compareAndSet(GLOBAL, "k", 5L, 6L)).isTrue();

    assertThat(state.get(GLOBAL, "k")).contains(101L);
    assertThat(events).anyMatch(event -> event.startsWith("state.conflict"));
  }

  @Test
  void showsNoSecretsButStoresThem() {
    at(StandardPoint.BEFORE_STATE_WRITE, c -> new HookResult.Modified(c.data()));
    state.set(GLOBAL, "my_secret", "hunter2");
    state.set(GLOBAL, "external:x", Map.of("password", "hunter2", "n", 1L));

    assertThat(state.get(GLOBAL, "my_secret")).contains("hunter2");
    assertThat(state.get(GLOBAL, "external:x")).contains(Map.of("password", "hunter2", "n", 1L));
    assertThat(events.toString()).doesNotContain("hunter2").contains("[REDACTED]");
    assertThat(fired.toString() + fired.getFirst().data()).doesNotContain("hunter2");
  }

  @Test
  void tellsOfDeletes() {
    state.set(GLOBAL, "k", 1L);
    assertThat(state.delete(GLOBAL, "k")).isTrue();
    assertThat(state.delete(GLOBAL, "k")).isFalse();

    assertThat(events).last().isEqualTo("state.deleted {scope=global, key=k, old_value=1}");
  }
}
