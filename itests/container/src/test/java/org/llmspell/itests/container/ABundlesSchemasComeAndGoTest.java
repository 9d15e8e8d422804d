package org.llmspell.itests.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import javax.inject.Inject;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.llmspell.core.context.Cancellation;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.state.StateProgress;
import org.llmspell.core.state.StateScope;
import org.llmspell.core.state.migration.MigrationOptions;
import org.llmspell.core.state.migration.SchemaVersion;
import org.llmspell.core.state.migration.StateMigrator;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.ConfigurationAdmin;

/** A bundle brings schemas, its entries are migrated, it goes and comes again. */
@RunWith(PaxExam.class)
public class ABundlesSchemasComeAndGoTest {
  private static final StateScope PEOPLE = StateScope.parse("custom:people");
  private static final SchemaVersion OLD = SchemaVersion.of(1, 0, 0);
  private static final SchemaVersion NEW = SchemaVersion.of(1, 1, 0);

  @Inject private BundleContext context;
  @Inject private ConfigurationAdmin settings;

  @Configuration
  public Option[] container() {
    return Platform.of(getClass());
  }

  @Test
  public void andItsEntriesStayAsTheyAre() throws Exception {
    var state = new State(context, settings);
    state.configure("xodus", Map.of("enabled", true, "migration_enabled", true));
    state.store().set(PEOPLE, "ann", Map.of("name", "Ann"));
    StateMigrator migrator = state.service(StateMigrator.class);
    assertThat(migrator.schemas()).isEmpty();
    Path jar = SchemaBundle.jar(Platform.emptyFolder("schemas").resolve("people.jar"));

    Bundle people = context.installBundle(jar.toUri().toString());
    people.start();
    assertThat(migrator.status("people").current()).isEqualTo(OLD);
    assertThat(migrator.status("people").targets()).containsExactly(NEW);
    migrate(migrator);
    assertThat(state.store().get(PEOPLE, "ann")).contains(Map.of("name", "Ann", "age", 7L));

    people.uninstall();
    assertThat(migrator.schemas()).isEmpty();
    assertThatThrownBy(() -> migrator.status("people"))
        .isInstanceOf(SpellException.class)
        .hasMessageContaining("No current schema found");
    assertThat(state.store().get(PEOPLE, "ann")).contains(Map.of("name", "Ann", "age", 7L));

    Bundle again = context.installBundle(jar.toUri().toString());
    again.start();
    assertThat(migrator.status("people").current()).isEqualTo(NEW);
    migrator.rollback("people", false, StateProgress.NONE, Cancellation.create());
    assertThat(state.store().get(PEOPLE, "ann")).contains(Map.of("name", "Ann"));
    for (int i = 0; i < 5; i++) {
      again.stop();
      assertThat(migrator.schemas()).isEmpty();
      again.start();
      assertThat(migrator.schemas()).hasSize(2);
    }
    migrate(migrator);
    assertThat(state.store().get(PEOPLE, "ann")).contains(Map.of("name", "Ann", "age", 7L));
    again.uninstall();
  }

  private static void migrate(StateMigrator migrator) {
    migrator.migrate(
        "people", NEW, MigrationOptions.DEFAULT, StateProgress.NONE, Cancellation.create());
  }
}
