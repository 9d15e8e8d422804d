package org.llmspell.state.migration;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.llmspell.core.script.ScriptFunction;
import org.llmspell.core.script.ScriptSession;
import org.llmspell.state.store.StateFunctions;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The functions of the global {@code State} that migrate. */
@Component(service = StateFunctions.class)
public final class MigrationFunctions implements StateFunctions {
  private final MigrationService service;

  /** Over the migrator of the container. */
  @Activate
  public MigrationFunctions(@Reference MigrationService service) {
    this.service = service;
  }

  @Override
  public Map<String, ScriptFunction> open(ScriptSession session) {
    var script = new ScriptMigration(service, session);
    Map<String, ScriptFunction> all = new TreeMap<>();
    for (String name : List.of("migrate", "migrate_to_version")) {
      all.put(name, script::migrate);
    }
    for (String name : List.of("migration_status", "get_migration_status")) {
      all.put(name, script::status);
    }
    for (String name : List.of("schema_versions", "list_schema_versions", "get_schema_versions")) {
      all.put(name, script::versions);
    }
    all.put("register_schema", script::register);
    all.put("plan_migration", script::plan);
    all.put("rollback_migration", script::rollback);
    all.put("migration_history", script::history);
    return all;
  }
}
