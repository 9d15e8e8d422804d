package org.llmspell.state.migration;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.context.Cancellation;
import org.llmspell.core.state.StateProgress;
import org.llmspell.core.state.StateScope;
import org.llmspell.core.state.backend.StateBackend;
import org.llmspell.core.state.migration.FieldTransform;
import org.llmspell.core.state.migration.MigrationOptions;
import org.llmspell.core.state.migration.MigrationResult;
import org.llmspell.core.state.migration.SchemaField;
import org.llmspell.core.state.migration.SchemaTarget;
import org.llmspell.core.state.migration.SchemaVersion;
import org.llmspell.core.state.migration.StateSchema;
import org.llmspell.core.state.migration.StateTransformer;
import org.llmspell.state.memory.MemoryBackends;
import org.llmspell.state.store.Keys;
import org.llmspell.state.store.OpenStore;
import org.llmspell.state.store.RecordCodec;
import org.llmspell.state.store.StateRecord;
import org.llmspell.state.store.StateSettings;
import org.llmspell.state.store.StoreAccess;

/** A store in memory, a migrator over it, and a schema of orders in two versions. */
final class Fixture {
  static final SchemaVersion V1 = SchemaVersion.of(1, 0, 0);
  static final SchemaVersion V2 = SchemaVersion.of(1, 1, 0);
  static final SchemaTarget ORDERS = new SchemaTarget("global", "order:*");
  static final StateSchema ORDERS_1 =
      StateSchema.of(
              "orders",
              V1,
              Map.of(
                  "name", SchemaField.required("string"),
                  "price", SchemaField.required("integer"),
                  "old", SchemaField.optional("boolean")))
          .withTargets(ORDERS);
  static final StateSchema ORDERS_2 =
      StateSchema.of(
              "orders",
              V2,
              Map.of(
                  "name", SchemaField.required("string"),
                  "unit_price", SchemaField.required("integer").withDefault(0L),
                  "status", SchemaField.required("string").withDefault("new")))
          .withTargets(ORDERS)
          .withTransforms(new FieldTransform.Copy("price", "unit_price", false));

  final StateBackend backend;
  final OpenStore store;
  final Map<String, StateTransformer> functions = new TreeMap<>();
  final Notices notices = new Notices();
  private final UndoLogs logs = new UndoLogs();
  private Schemas schemas = Schemas.NONE;
  private boolean enabled = true;
  private long now = 1_000_000;

  private record Access(OpenStore open, StateSettings settings) implements StoreAccess {}

  Fixture() {
    this(new MemoryBackends().open(Path.of("none")), null);
  }

  Fixture(StateBackend backend, @Nullable Path folder) {
    this.backend = backend;
    InstantSource clock = () -> Instant.ofEpochMilli(now++);
    this.store = new OpenStore(backend, folder, RecordCodec.plain(), null, clock);
  }

  Fixture with(StateSchema... more) {
    for (StateSchema schema : more) {
      schemas = schemas.plus(schema);
    }
    return this;
  }

  Fixture disabled() {
    enabled = false;
    return this;
  }

  Migrator migrator() {
    var settings =
        new StateSettings(
            Map.of("migration_enabled", enabled, "migration.enabled", enabled), Path.of("none"));
    return new Migrator(
        new Access(store, settings), () -> schemas, Functions.of(functions), logs, notices);
  }

  MigrationResult migrate(String to) {
    return migrate(to, MigrationOptions.DEFAULT);
  }

  MigrationResult migrate(String to, MigrationOptions options) {
    return migrator()
        .migrate("", SchemaVersion.parse(to), options, StateProgress.NONE, Cancellation.create());
  }

  MigrationResult rollback(boolean force) {
    return migrator().rollback("", force, StateProgress.NONE, Cancellation.create());
  }

  /** Lets a minute pass. */
  void later() {
    now += 60_000;
  }

  void put(String key, @Nullable Object value) {
    put(StateScope.GLOBAL, key, StateRecord.of(value, now++));
  }

  void put(StateScope scope, String key, StateRecord record) {
    byte[] bytes = Keys.state(scope, key);
    backend.write(List.of(store.put(bytes, record)));
  }

  void putOrders(int count) {
    for (int i = 0; i < count; i++) {
      put("order:%05d".formatted(i), order(i));
    }
  }

  static Map<String, @Nullable Object> order(int number) {
    return Plain.table("name", "n" + number, "price", (long) number, "old", true);
  }

  @Nullable Object get(String key) {
    StateRecord record = record(key);
    return record == null ? null : record.value();
  }

  @Nullable StateRecord record(String key) {
    return store.read(Keys.state(StateScope.GLOBAL, key));
  }

  /** All entries of users, byte for byte. */
  NavigableMap<String, String> entries() {
    return entries(backend);
  }

  static NavigableMap<String, String> entries(StateBackend backend) {
    NavigableMap<String, String> all = new TreeMap<>();
    byte[] prefix = Keys.prefix(Keys.STATE);
    backend.scan(
        prefix,
        prefix,
        (key, value) -> {
          all.put(Keys.text(key), HexFormat.of().formatHex(value));
          return true;
        });
    return all;
  }

  /** All values, without times and versions. */
  Map<String, @Nullable Object> values() {
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    byte[] prefix = Keys.prefix(Keys.STATE);
    backend.scan(
        prefix,
        prefix,
        (key, value) -> {
          all.put(Keys.text(key), store.codec().decode(key, value).value());
          return true;
        });
    return all;
  }
}
