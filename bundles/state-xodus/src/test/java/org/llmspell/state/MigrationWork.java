package org.llmspell.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.llmspell.core.context.Cancellation;
import org.llmspell.core.state.StateProgress;
import org.llmspell.core.state.StateScope;
import org.llmspell.core.state.migration.MigrationOptions;
import org.llmspell.core.state.migration.SchemaVersion;
import org.llmspell.state.store.OpenStore;

/** Migrates and rolls back, while another thread writes other entries. */
final class MigrationWork implements Work {
  private static final int ORDERS = 1_500;
  private static final StateScope SCOPE = StateScope.parse("custom:orders");
  private static final SchemaVersion OLD = SchemaVersion.of(1, 0, 0);
  private static final SchemaVersion NEW = SchemaVersion.of(1, 1, 0);
  private static final String SCHEMAS =
      """
      [{"name": "orders", "version": "1.0.0", "scope": "custom:orders",
        "fields": {"name": {"type": "string", "required": true},
                   "price": {"type": "integer", "required": true},
                   "old": "boolean"}},
       {"name": "orders", "version": "1.1.0", "scope": "custom:orders",
        "fields": {"name": {"type": "string", "required": true},
                   "unit_price": {"type": "integer", "required": true, "default": 0},
                   "status": {"type": "string", "required": true, "default": "new"}},
        "transforms": [{"type": "rename", "from": "price", "to": "unit_price"}]}]
      """;

  private final Ring ring = new Ring("ring");
  private NavigableMap<String, String> bytes = new TreeMap<>();

  @Override
  public Map<String, Object> settings() {
    return Map.of("migration_enabled", true, "schema_directory", "schemas");
  }

  private static Map<String, Object> orders(boolean migrated) {
    Map<String, Object> all = new LinkedHashMap<>();
    for (long i = 0; i < ORDERS; i++) {
      String name = "n".repeat((int) (i % 40)) + i;
      all.put(
          "order:%05d".formatted(i),
          migrated
              ? Map.of("name", name, "unit_price", i, "status", "new")
              : Map.of("name", name, "price", i, "old", true));
    }
    return all;
  }

  @Override
  public void prepare(Product product) throws IOException {
    Path folder = Files.createDirectories(product.stores.home().resolve("schemas"));
    Files.writeString(folder.resolve("orders.json"), SCHEMAS);
    orders(false).forEach((key, value) -> product.state.set(SCOPE, key, value));
    bytes = product.bytes(SCOPE);
  }

  @Override
  public void run(Product product, Voice voice, RandomGenerator random) {
    ring.start(product, voice);
    if (current(product).equals(NEW)) {
      rollback(product);
    }
    while (true) {
      voice.say("orders change");
      voice.tell(() -> migrate(product));
      voice.say("orders new");
      Voice.rest(random);
      voice.say("orders change");
      voice.tell(() -> rollback(product));
      voice.say("orders old");
      Voice.rest(random);
    }
  }

  private static SchemaVersion current(Product product) {
    return product.migrations.status("orders").current();
  }

  private static void migrate(Product product) {
    product.migrations.migrate(
        "orders",
        NEW,
        MigrationOptions.DEFAULT.withBatchSize(100),
        StateProgress.NONE,
        Cancellation.create());
  }

  private static void rollback(Product product) {
    product.migrations.rollback("orders", false, StateProgress.NONE, Cancellation.create());
  }

  @Override
  public boolean isInTheMiddle(OpenStore store) {
    return !store.pending().isEmpty();
  }

  @Override
  public void check(Product product, Heard heard, RandomGenerator random) {
    Map<String, ?> now = product.state.all(SCOPE);
    boolean migrated = now.equals(orders(true));
    if (!migrated) {
      assertThat(product.bytes(SCOPE)).as("the entries before the migration").isEqualTo(bytes);
    }
    assertThat(current(product)).isEqualTo(migrated ? NEW : OLD);
    heard
        .last("orders")
        .filter(last -> !last.equals("change"))
        .ifPresent(last -> assertThat(migrated ? "new" : "old").isEqualTo(last));
    ring.check(product, heard);
    if (migrated) {
      rollback(product);
      assertThat(product.bytes(SCOPE)).as("the entries after the rollback").isEqualTo(bytes);
    }
  }
}
