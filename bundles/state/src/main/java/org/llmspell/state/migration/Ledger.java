package org.llmspell.state.migration;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.state.backend.StateWrite;
import org.llmspell.core.state.migration.MigrationResult;
import org.llmspell.core.state.migration.MigrationResult.Status;
import org.llmspell.core.state.migration.SchemaVersion;
import org.llmspell.state.store.Keys;
import org.llmspell.state.store.OpenStore;
import org.llmspell.state.store.StateRecord;

/** What a store notes about migrations: the version of each schema's entries, and what was done. */
final class Ledger {
  private static final String VERSION = "schema:";
  private static final String HISTORY = "migration:";
  private static final int KEPT = 50;

  private final OpenStore store;

  /** A migration that was done, and all that is needed to undo it. */
  record Done(Job job, MigrationResult result) {}

  Ledger(OpenStore store) {
    this.store = store;
  }

  /** The version that a store has noted for a schema. */
  Optional<SchemaVersion> version(String schema) {
    StateRecord record = store.read(versionKey(schema));
    return record != null && record.value() instanceof String text
        ? Optional.of(SchemaVersion.parse(text))
        : Optional.empty();
  }

  /** The change that notes a version, or that none is known. */
  StateWrite noteVersion(String schema, @Nullable String version) {
    byte[] key = versionKey(schema);
    return version == null
        ? StateWrite.delete(key)
        : store.put(key, StateRecord.of(version, store.clock().millis()));
  }

  /** The changes that note what was done and forget what is too old. */
  List<StateWrite> noteResult(Job job, MigrationResult result) {
    List<StateWrite> writes = new ArrayList<>();
    byte[] key = historyKey(job.id());
    // The schemas are not needed any more.
    Map<String, @Nullable Object> form = job.data();
    form.put("schemas", List.of());
    form.put("result", write(result));
    writes.add(store.put(key, StateRecord.of(form, store.clock().millis())));
    List<Done> all = history();
    for (int i = KEPT - 1; i < all.size(); i++) {
      if (!all.get(i).job().id().equals(job.id())) {
        writes.add(StateWrite.delete(historyKey(all.get(i).job().id())));
      }
    }
    return writes;
  }

  /** What was done, newest first. */
  List<Done> history() {
    List<Done> all = new ArrayList<>();
    byte[] prefix = Keys.of(Keys.META, HISTORY);
    store
        .backend()
        .scan(
            prefix,
            prefix,
            (key, bytes) -> {
              Plain form = Plain.of("history", store.codec().decode(key, bytes).value());
              Job job = Job.of(form.map());
              all.addFirst(new Done(job, read(job, form.section("result"))));
              return true;
            });
    return all;
  }

  /** The last migration of a schema, when it can be undone. */
  Optional<Done> undoable(String schema) {
    return history().stream()
        .filter(done -> done.job().schema().equals(schema))
        .filter(done -> done.result().status() != Status.ROLLED_BACK)
        .findFirst()
        .filter(done -> done.result().undoable());
  }

  /** The undo logs that are still needed. */
  Set<String> neededLogs() {
    Set<String> ids = new HashSet<>();
    Set<String> schemas = new HashSet<>();
    for (Done done : history()) {
      boolean counts = done.result().status() != Status.ROLLED_BACK;
      if (counts && schemas.add(done.job().schema()) && done.result().undoable()) {
        ids.add(done.job().id());
      }
    }
    store.pending(Job.KIND).ifPresent(task -> ids.add(Job.of(task.data()).id()));
    return ids;
  }

  private static Map<String, @Nullable Object> write(MigrationResult result) {
    return Plain.table(
        "status", result.status().name(),
        "steps_completed", result.stepsCompleted(),
        "total_steps", result.totalSteps(),
        "items_migrated", result.itemsMigrated(),
        "items_skipped", result.itemsSkipped(),
        "duration_ms", result.duration().toMillis(),
        "warnings", result.warnings(),
        "errors", result.errors(),
        "undoable", result.undoable());
  }

  private static MigrationResult read(Job job, Plain form) {
    return new MigrationResult(
        job.id(),
        job.schema(),
        Status.valueOf(form.text("status")),
        job.from(),
        job.to(),
        (int) number(form, "steps_completed"),
        (int) number(form, "total_steps"),
        number(form, "items_migrated"),
        number(form, "items_skipped"),
        Instant.ofEpochMilli(job.startedMillis()),
        Duration.ofMillis(number(form, "duration_ms")),
        form.texts("warnings"),
        form.texts("errors"),
        false,
        form.flag("undoable", false));
  }

  private static long number(Plain form, String key) {
    return form.get(key) instanceof Number number ? number.longValue() : 0;
  }

  private static byte[] versionKey(String schema) {
    return Keys.of(Keys.META, VERSION + schema);
  }

  private static byte[] historyKey(String id) {
    return Keys.of(Keys.META, HISTORY + id);
  }
}
