package org.llmspell.state.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.llmspell.core.command.Command;
import org.llmspell.core.command.CommandCall;
import org.llmspell.core.command.UsageException;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.state.migration.StateSchemaSource;
import org.llmspell.state.store.OpenStore;
import org.llmspell.state.store.StateSettings;
import org.llmspell.state.store.StoreAccess;
import org.osgi.framework.ServiceReference;

class CommandsTest {
  private final Fixture fixture = new Fixture();
  private final MigrationService service =
      new MigrationService(
          new Access(
              fixture.store,
              new StateSettings(Map.of("migration_enabled", true), Path.of("none"))));
  private final ServiceReference<StateSchemaSource> reference = reference();
  private final List<String> answers = new ArrayList<>();
  private final List<String> steps = new ArrayList<>();
  private @Nullable Object data;

  private record Access(OpenStore open, StateSettings settings) implements StoreAccess {}

  @SuppressWarnings("unchecked") // a proxy has no type arguments
  private static ServiceReference<StateSchemaSource> reference() {
    return (ServiceReference<StateSchemaSource>)
        Proxy.newProxyInstance(
            CommandsTest.class.getClassLoader(),
            new Class<?>[] {ServiceReference.class},
            (proxy, method, args) ->
                switch (method.getName()) {
                  case "compareTo" -> 0;
                  case "hashCode" -> 1;
                  case "equals" -> proxy == args[0];
                  default -> null;
                });
  }

  @BeforeEach
  void install() {
    service.addSource(reference, () -> List.of(Fixture.ORDERS_1, Fixture.ORDERS_2));
    fixture.putOrders(3);
  }

  private int run(Command command, Map<String, String> options, String... parameters)
      throws Exception {
    return command.run(
        (CommandCall)
            Proxy.newProxyInstance(
                CommandsTest.class.getClassLoader(),
                new Class<?>[] {CommandCall.class},
                (proxy, method, args) ->
                    switch (method.getName()) {
                      case "parameters" -> List.of(parameters);
                      case "option" -> Optional.ofNullable(options.get((String) args[0]));
                      case "flag" -> options.containsKey((String) args[0]);
                      case "progress" -> {
                        steps.add((String) args[0]);
                        yield null;
                      }
                      case "answer" -> {
                        answers.add((String) args[0]);
                        data = args[1];
                        yield null;
                      }
                      default -> throw new IllegalStateException(method.getName());
                    }));
  }

  @Test
  void migratesToTheNewestVersionAndBack() throws Exception {
    var before = fixture.entries();

    run(new StateMigrateCommand(service), Map.of("dry-run", ""));
    run(new StateMigrateCommand(service), Map.of());
    run(new StateMigrateCommand(service), Map.of("to", "1.1.0"));
    run(new StateMigrationCommand(service), Map.of(), "status");
    run(new StateMigrationCommand(service), Map.of(), "rollback");
    run(new StateMigrationCommand(service), Map.of(), "history");

    assertThat(fixture.entries()).isEqualTo(before);
    assertThat(answers.get(0)).startsWith("Would migrate 3 entries of schema 'orders' from 1.0.0");
    assertThat(answers.get(1)).startsWith("Migrated 3 entries");
    assertThat(answers.get(2)).isEqualTo("Schema 'orders' is at version 1.1.0 already");
    assertThat(answers.get(3)).isEqualTo("orders: version 1.1.0, the newest");
    assertThat(answers.get(4)).contains("from 1.1.0 to 1.0.0: 3 entries have their old bytes");
    assertThat(answers.get(5)).contains("rolledback, 3 entries");
    assertThat(data).asString().contains("from_version=1.0.0");
    assertThat(steps).contains("migrating");
  }

  @Test
  void refusesWhatMakesNoSense() {
    assertThatThrownBy(() -> run(new StateMigrationCommand(service), Map.of(), "undo"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("'undo' is not known");
    assertThatThrownBy(() -> run(new StateMigrateCommand(service), Map.of("batch-size", "many")))
        .isInstanceOf(UsageException.class);
    assertThatThrownBy(() -> run(new StateMigrateCommand(service), Map.of("to", "9.0.0")))
        .isInstanceOf(SpellException.class)
        .hasMessageContaining("Schema not found: 9.0.0");
  }

  @Test
  void knowsNoSchemaOfABundleThatIsGone() {
    service.removeSource(reference);

    assertThat(service.schemas()).isEmpty();
    assertThatThrownBy(() -> run(new StateMigrateCommand(service), Map.of()))
        .hasMessageContaining("No current schema found");
  }

  @Test
  void leavesOutSchemasOfABundleThatDoNotGoTogether() {
    service.addSource(
        reference,
        () -> List.of(Fixture.ORDERS_1, Fixture.ORDERS_1.withTargets(), Fixture.ORDERS_2));

    assertThat(service.schemas()).containsExactly(Fixture.ORDERS_1, Fixture.ORDERS_2);
  }
}
