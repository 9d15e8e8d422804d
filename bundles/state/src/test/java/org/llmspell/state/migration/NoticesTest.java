package org.llmspell.state.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.event.EventBus;
import org.llmspell.core.event.UniversalEvent;
import org.llmspell.core.hook.HookContext;
import org.llmspell.core.hook.HookExecutor;
import org.llmspell.core.hook.HookOutcome;
import org.llmspell.core.hook.HookPoint;
import org.llmspell.core.hook.HookRefusal;
import org.llmspell.core.hook.HookResult;
import org.llmspell.core.state.StateScope;
import org.llmspell.state.store.Keys;

class NoticesTest {
  private final Fixture fixture = new Fixture().with(Fixture.ORDERS_1, Fixture.ORDERS_2);
  private final List<String> points = new ArrayList<>();
  private final List<UniversalEvent> events = new ArrayList<>();
  private String cancelled = "";

  @BeforeEach
  void listen() {
    fixture.notices.hooks(
        new HookExecutor() {
          @Override
          public boolean isActive(HookPoint point) {
            return true;
          }

          @Override
          public HookOutcome fire(HookContext context) {
            points.add(context.point().text());
            assertThat(context.data()).containsEntry("to_version", "1.1.0");
            return context.point().text().equals(cancelled)
                ? new HookOutcome(false, null, List.of(new HookResult.Cancel("not today")))
                : HookOutcome.NONE;
          }
        });
    fixture.notices.bus(
        (EventBus)
            Proxy.newProxyInstance(
                NoticesTest.class.getClassLoader(),
                new Class<?>[] {EventBus.class},
                (proxy, method, args) -> {
                  if (method.getName().equals("publish")) {
                    events.add((UniversalEvent) args[0]);
                    return args[0];
                  }
                  return method.getName().equals("hasSubscribers") ? true : null;
                }));
    fixture.putOrders(2);
  }

  private List<String> types() {
    return events.stream().map(UniversalEvent::type).toList();
  }

  @Test
  void tellsOfAMigration() {
    fixture.migrate("1.1.0");

    assertThat(points)
        .containsExactly("StateMigration", "custom:pre_migration", "custom:post_migration");
    assertThat(types())
        .containsExactly(
            "migration_started",
            "migration_validation",
            "migration_backup",
            "migration_step_started",
            "migration_step_completed",
            "migration_validation",
            "migration_completed");
    assertThat(events).allMatch(event -> event.header().tags().contains("migration"));
    assertThat(events.getLast().data())
        .asInstanceOf(InstanceOfAssertFactories.MAP)
        .containsEntry("items_migrated", 2L);
  }

  @Test
  void doesNothingWhenAHookCancels() {
    cancelled = "custom:pre_migration";
    var before = fixture.entries();

    assertThatThrownBy(() -> fixture.migrate("1.1.0"))
        .isInstanceOfSatisfying(
            SpellException.class, e -> assertThat(HookRefusal.isCauseOf(e)).isTrue())
        .hasMessage("Migration cancelled: not today");
    assertThat(fixture.entries()).isEqualTo(before);
    assertThat(events).isEmpty();
  }

  @Test
  void tellsOfAFailureAndOfARollback() {
    fixture.put("order:9", Map.of("name", 1L));

    assertThatThrownBy(() -> fixture.migrate("1.1.0")).isInstanceOf(SpellException.class);

    assertThat(types())
        .endsWith(
            "migration_step_failed",
            "migration_failed",
            "migration_rollback_started",
            "migration_rollback_completed");
    assertThat(points).endsWith("custom:post_migration");
    fixture.backend.delete(Keys.state(StateScope.GLOBAL, "order:9"));
    fixture.migrate("1.1.0");
    events.clear();
    fixture.rollback(false);
    assertThat(types())
        .containsExactly("migration_rollback_started", "migration_rollback_completed");
  }
}
