package org.llmspell.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.llmspell.core.state.StateProgress;
import org.llmspell.core.state.StateScope;
import org.llmspell.scripting.Scripts;
import org.llmspell.state.migration.MigrationFunctions;
import org.llmspell.state.migration.MigrationService;
import org.llmspell.state.store.KeyRing;
import org.llmspell.state.store.StateFunctions;
import org.osgi.framework.ServiceReference;

class MigrationScriptsTest {
  private static final String SCHEMAS =
      """
      State.register_schema{name = "user", version = "1.0.0", key = "user:*",
        fields = {name = {type = "string", required = true}, age = "string", old = "boolean"}}
      State.register_schema{name = "user", version = "1.1.0", key = "user:*",
        fields = {first = "string", last = "string", age = "integer",
                  status = {type = "string", required = true, default = "new"}},
        transforms = {{type = "split", from = "name", to = {"first", "last"},
                       splitter = "space_split"}}}
      State.save("user:1", {name = "Ada Lovelace", age = "36", old = true})
      State.save("user:2", {name = "Alan Turing", age = "41"})
      State.save("other", {name = "x"})
      """;

  @TempDir Path dir;
  private StateService state;
  private Scripts scripts;

  @BeforeEach
  void open() {
    open(new Stores(dir).with("migration_enabled", true).start());
  }

  private void open(boolean enabled) {
    open(new Stores(dir).with("migration_enabled", enabled).start());
  }

  private void open(StoreService stores) {
    state = new StateService(stores);
    var global = new StateGlobal(state);
    global.addFunctions(reference(), new MigrationFunctions(new MigrationService(stores)));
    scripts = Scripts.with(global);
  }

  @SuppressWarnings("unchecked") // a proxy has no type arguments
  private static ServiceReference<StateFunctions> reference() {
    return (ServiceReference<StateFunctions>)
        Proxy.newProxyInstance(
            MigrationScriptsTest.class.getClassLoader(),
            new Class<?>[] {ServiceReference.class},
            (proxy, method, args) ->
                switch (method.getName()) {
                  case "compareTo" -> 0;
                  case "hashCode" -> 1;
                  case "equals" -> proxy == args[0];
                  default -> null;
                });
  }

  @Test
  void migratesWhatIsStored() {
    scripts.eval(
        SCHEMAS
            + """
            local s = State.migration_status()
            assert(s.current_version == "1.0.0" and s.latest_version == "1.1.0")
            assert(s.migration_available and not s.is_latest and s.migration_targets[1] == "1.1.0")
            assert(#State.schema_versions() == 2 and State.listSchemaVersions()[1] == "1.0.0")
            local dry = State.migrate("1.1.0", {dry_run = true})
            assert(dry.success and dry.dry_run and dry.items_migrated == 2)
            assert(State.load("user:1").name == "Ada Lovelace")
            local r = State.migrate("1.1.0")
            assert(r.success and r.status == "completed" and r.items_migrated == 2)
            assert(r.from_version == "1.0.0" and r.to_version == "1.1.0" and r.duration_ms >= 0)
            assert(r.warnings == nil)
            local again = State.migrate_to_version("1.1.0")
            assert(again.success and again.status == "already_current")
            assert(again.current_version == "1.1.0" and again.target_version == "1.1.0")
            assert(State.getMigrationStatus().is_latest)
            assert(#State.migration_history() == 1)
            """);

    assertThat(state.get(StateScope.GLOBAL, "user:1"))
        .contains(Map.of("first", "Ada", "last", "Lovelace", "age", 36L, "status", "new"));
    assertThat(state.get(StateScope.GLOBAL, "other")).contains(Map.of("name", "x"));
  }

  @Test
  void callsFunctionsOfTheScriptAndRollsBack() {
    scripts.eval(
        """
        State.register_schema{version = "1.0.0", key = "n:*", fields = {n = "integer"}}
        State.register_schema{version = "2.0.0", key = "n:*", fields = {twice = "integer"},
          transforms = {{type = "custom", from = {"n"}, to = {"twice"}, config = {by = 2},
            transform = function(values, config) return {twice = values.n * config.by} end}}}
        for i = 1, 30 do State.save("n:" .. i, {n = i}) end
        local phases = {}
        local r = State.migrate("2.0.0", {batch_size = 7, progress = function(p) phases[p] = true end})
        assert(r.success and r.items_migrated == 30, r.error)
        assert(phases.migrating)
        assert(State.load("n:21").twice == 42)
        local back = State.rollback_migration()
        assert(back.success and back.items_migrated == 30)
        assert(State.load("n:21").n == 21)
        """);
  }

  @Test
  void keepsTheKeysOfEntriesThatCanBeChangedBack() {
    StoreService stores =
        new Stores(dir).enabled().with("encryption", true).with("migration_enabled", true).start();
    open(stores);
    KeyRing keys = stores.open().keys().orElseThrow();
    scripts.eval(SCHEMAS + "assert(State.migrate('1.1.0').success)");

    KeyRotation.rotate(stores.open(), stores.settings(), StateProgress.NONE);
    assertThat(keys.ids()).containsExactly(1, 2);
    scripts.eval("assert(State.rollback_migration{schema = 'user', force = true}.success)");
    assertThat(state.get(StateScope.GLOBAL, "user:2"))
        .contains(Map.of("name", "Alan Turing", "age", "41"));
    KeyRotation.rotate(stores.open(), stores.settings(), StateProgress.NONE);

    assertThat(keys.ids()).containsExactly(3);
    assertThat(state.get(StateScope.GLOBAL, "user:2"))
        .contains(Map.of("name", "Alan Turing", "age", "41"));
  }

  @Test
  void saysWhyAMigrationFailedAndChangesNothing() {
    scripts.eval(
        """
        State.register_schema{version = "1.0.0", fields = {n = "integer"}}
        State.register_schema{version = "1.1.0", fields = {n = "integer"},
          transforms = {{type = "custom", from = {"n"}, to = {"n"},
            transform = function(v) if v.n == 2 then error("two!") end return v end}}}
        State.save("a", {n = 1})
        State.save("b", {n = 2})
        local r = State.migrate("1.1.0", {batch_size = 1})
        assert(not r.success and r.from_version == "1.0.0" and r.target_version == "1.1.0")
        assert(r.error:find("^Migration failed: Entry 'b' of scope 'global'"), r.error)
        assert(r.error:find("two!", 1, true) and r.error:find("as they were before"), r.error)
        assert(State.migration_status().current_version == "1.0.0")
        local none = State.migrate("1.0.7")
        assert(not none.success and none.error:find("Schema not found: 1.0.7"), none.error)
        """);
  }

  @Test
  void raisesWhenTheCallMakesNoSense() {
    assertThatThrownBy(() -> scripts.eval("State.migrate('1.x')"))
        .hasMessageContaining("Invalid version '1.x'");
    assertThatThrownBy(() -> scripts.eval("State.migrate('1.0.0')"))
        .hasMessageContaining("No current schema found");
    assertThatThrownBy(() -> scripts.eval("State.register_schema{version = '1.0.0', fields = {}}"))
        .hasMessageContaining("it has no fields");
    assertThatThrownBy(() -> scripts.eval(SCHEMAS + "State.migrate('1.1.0', {dryrun = true})"))
        .hasMessageContaining("options.dryrun is not known");
  }

  @Test
  void knowsNothingBeforeASchemaIsThereAndNothingAfterTheScript() {
    scripts.eval(SCHEMAS);
    scripts.eval(
        """
        local s = State.migration_status()
        assert(s.current_version == "unknown" and s.migration_available == false)
        assert(s.error == "No current schema found" and s.total_schemas == 0)
        assert(#State.schema_versions() == 0)
        """);
  }

  @Test
  void answersWithAnErrorWhenMigrationIsOff() {
    open(false);

    scripts.eval(
        """
        local r = State.migrate("1.1.0")
        assert(not r.success and r.error:find("migration_enabled = true", 1, true), r.error)
        assert(r.error:find("^Migration failed: "))
        assert(State.migration_status().error:find("not enabled"))
        assert(State.register_schema{version = "1.0.0", fields = {a = "any"}}.success == false)
        """);
  }
}
