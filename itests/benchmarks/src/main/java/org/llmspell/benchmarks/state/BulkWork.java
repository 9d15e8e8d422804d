package org.llmspell.benchmarks.state;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.llmspell.core.context.Cancellation;
import org.llmspell.core.state.ScopeType;
import org.llmspell.core.state.SetOptions;
import org.llmspell.core.state.StateProgress;
import org.llmspell.core.state.StateScope;
import org.llmspell.core.state.StateStore;
import org.llmspell.core.state.migration.FieldTransform;
import org.llmspell.core.state.migration.MigrationOptions;
import org.llmspell.core.state.migration.MigrationResult;
import org.llmspell.core.state.migration.SchemaCompatibility;
import org.llmspell.core.state.migration.SchemaField;
import org.llmspell.core.state.migration.SchemaTarget;
import org.llmspell.core.state.migration.SchemaVersion;
import org.llmspell.core.state.migration.StateMigrator;
import org.llmspell.core.state.migration.StateSchema;
import org.llmspell.core.state.migration.StateSchemaSource;

/** Work on many entries at once: migration and lists of keys. */
public final class BulkWork {
  private static final StateScope SCOPE = new StateScope(ScopeType.CUSTOM, "bulk");
  private static final String SCHEMA = "bulk";
  private static final int RECORDS = 200_000;
  private static final int VERSIONS = 7;
  private static final int LAST_WITH_BACKUP = 5;
  private static final int LISTED = 500_000;
  private static final int BATCH = 5_000;

  /**
   * Values a second, and processor time for each.
   *
   * @param first of the first migration in this process
   * @param best of those after it
   * @param withoutBackup the best of those that keep nothing for a rollback
   * @param cpuNanos the least of those after the first, with backup; all threads together
   */
  public record Migrated(double first, double best, double withoutBackup, double cpuNanos) {}

  private final StateContainer container;

  /** With the service of a container. */
  public BulkWork(StateContainer container) {
    this.container = container;
  }

  /** Migrates 200,000 small records on disk, each time by a copy, a default and a removal. */
  public Migrated migrate() throws IOException, InterruptedException {
    container
        .container()
        .register(StateSchemaSource.class, BulkWork::schemas, Map.of("source", SCHEMA));
    StateStore state = container.state("xodus", container.newFolder());
    fill(
        state,
        RECORDS,
        i -> "item:" + i,
        i -> Map.of("id", (long) i, "name", "spell", "extra1", "old"));
    StateMigrator migrator = container.container().service(StateMigrator.class);
    double first = 0;
    double best = 0;
    double withoutBackup = 0;
    double cpuNanos = Double.MAX_VALUE;
    for (int version = 2; version <= VERSIONS; version++) {
      boolean backup = version <= LAST_WITH_BACKUP;
      long cpu = Figures.cpuNanos();
      double rate = migrate(migrator, version, backup);
      if (version == 2) {
        first = rate;
      } else if (backup) {
        best = Math.max(best, rate);
        cpuNanos = Math.min(cpuNanos, (Figures.cpuNanos() - cpu) / (double) RECORDS);
      } else {
        withoutBackup = Math.max(withoutBackup, rate);
      }
    }
    return new Migrated(first, best, withoutBackup, cpuNanos);
  }

  private static double migrate(StateMigrator migrator, int version, boolean backup) {
    long start = System.nanoTime();
    MigrationResult result =
        migrator.migrate(
            SCHEMA,
            SchemaVersion.of(1, version, 0),
            MigrationOptions.DEFAULT.withBackup(backup),
            StateProgress.NONE,
            Cancellation.create());
    double seconds = (System.nanoTime() - start) / 1e9;
    if (result.itemsMigrated() != RECORDS) {
      throw new IllegalStateException(
          "%d values were migrated: %s".formatted(result.itemsMigrated(), result.errors()));
    }
    return RECORDS / seconds;
  }

  private static List<StateSchema> schemas() {
    List<StateSchema> schemas = new ArrayList<>();
    for (int version = 1; version <= VERSIONS; version++) {
      schemas.add(schema(version));
    }
    return schemas;
  }

  private static StateSchema schema(int version) {
    Map<String, SchemaField> fields = new LinkedHashMap<>();
    fields.put("id", SchemaField.required("integer"));
    fields.put("name", SchemaField.required("string"));
    fields.put("extra" + version, SchemaField.optional("string"));
    if (version > 1) {
      fields.put("level" + version, SchemaField.optional("integer"));
    }
    List<FieldTransform> transforms = new ArrayList<>();
    if (version > 1) {
      transforms.add(new FieldTransform.Copy("name", "extra" + version, true));
      transforms.add(new FieldTransform.Default("level" + version, 1L));
      transforms.add(new FieldTransform.Remove("extra" + (version - 1)));
    }
    if (version > 2) {
      transforms.add(new FieldTransform.Remove("level" + (version - 1)));
    }
    return new StateSchema(
        SCHEMA,
        SchemaVersion.of(1, version, 0),
        fields,
        transforms,
        List.of(new SchemaTarget(SCOPE.text(), "item:*")),
        SchemaCompatibility.BACKWARD_COMPATIBLE,
        List.of(),
        List.of(),
        version == 1,
        Map.of());
  }

  /** Keys a second that are listed by their prefix, which every second key has, in memory. */
  public double list() throws IOException, InterruptedException {
    StateStore state = container.state("memory", container.newFolder());
    fill(state, 2 * LISTED, i -> (i % 2 == 0 ? "even:" : "odd:") + i, i -> (long) i);
    double best = 0;
    for (int round = 0; round < 7; round++) {
      long start = System.nanoTime();
      int count = state.keys(SCOPE, "even:").size();
      best = Math.max(best, count * 1e9 / (System.nanoTime() - start));
      if (count != LISTED) {
        throw new IllegalStateException("%d keys are listed".formatted(count));
      }
    }
    state.clear(SCOPE);
    return best;
  }

  private static void fill(
      StateStore state, int count, IntFunction<String> key, IntFunction<Object> value) {
    for (int first = 0; first < count; first += BATCH) {
      Map<String, Object> batch = new LinkedHashMap<>();
      for (int i = first; i < first + BATCH; i++) {
        batch.put(key.apply(i), value.apply(i));
      }
      state.setAll(SCOPE, batch, SetOptions.DEFAULT);
    }
  }
}
