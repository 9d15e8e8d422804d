package org.llmspell.state.migration;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.state.migration.MigrationOptions;
import org.llmspell.core.state.migration.SchemaVersion;
import org.llmspell.core.state.migration.ValidationLevel;
import org.llmspell.state.store.PendingTask;

/**
 * A migration as the store keeps it while it runs: all that is needed to finish it or to undo it.
 *
 * @param id names it, and its undo log
 * @param schema the name of the schema
 * @param from the version before
 * @param to the version after
 * @param previous the version that the store had noted before; null for none
 * @param schemas all versions of the schema, in their plain form
 * @param validation how closely values are looked at
 * @param keepsUndo whether its undo log is kept when it has ended well
 * @param startedMillis when it began
 * @param phase what is being done
 * @param cursor the key of the last entry that was changed; empty at the beginning
 * @param undoLength how long the undo log was then
 * @param migrated how many entries were changed
 */
@SuppressWarnings("ArrayRecordComponent") // Only carried, never compared.
record Job(
    String id,
    String schema,
    SchemaVersion from,
    SchemaVersion to,
    @Nullable String previous,
    List<Map<String, @Nullable Object>> schemas,
    ValidationLevel validation,
    boolean keepsUndo,
    long startedMillis,
    Phase phase,
    byte[] cursor,
    long undoLength,
    long migrated) {

  /** The kind of its {@link PendingTask}. */
  static final String KIND = "migration";

  /** What is being done. */
  enum Phase {
    /** Entries are changed. */
    APPLY,
    /** Entries are changed back. */
    UNDO,
    /** All is done; only the note is left. */
    DONE
  }

  static Job begin(
      String id,
      String schema,
      SchemaVersion from,
      SchemaVersion to,
      @Nullable String previous,
      Schemas schemas,
      MigrationOptions options,
      long now) {
    List<Map<String, @Nullable Object>> forms =
        schemas.versions(schema).values().stream().map(SchemaForm::write).toList();
    return new Job(
        id,
        schema,
        from,
        to,
        previous,
        forms,
        options.validation(),
        options.createBackup(),
        now,
        Phase.APPLY,
        new byte[0],
        0,
        0);
  }

  Job at(byte[] newCursor, long newUndoLength, long newMigrated) {
    return new Job(
        id,
        schema,
        from,
        to,
        previous,
        schemas,
        validation,
        keepsUndo,
        startedMillis,
        phase,
        newCursor,
        newUndoLength,
        newMigrated);
  }

  Job in(Phase newPhase) {
    return new Job(
        id,
        schema,
        from,
        to,
        previous,
        schemas,
        validation,
        keepsUndo,
        startedMillis,
        newPhase,
        cursor,
        undoLength,
        migrated);
  }

  /** The schemas that it goes by. */
  Schemas toSchemas() {
    Schemas all = Schemas.NONE;
    for (Map<String, @Nullable Object> form : schemas) {
      all = all.plus(SchemaForm.read("schema", form));
    }
    return all;
  }

  PendingTask task() {
    return new PendingTask(KIND, data());
  }

  /** All of it as plain values. */
  Map<String, @Nullable Object> data() {
    return Plain.table(
        "id", id,
        "schema", schema,
        "from", from.toString(),
        "to", to.toString(),
        "previous", previous,
        "schemas", schemas,
        "validation", validation.text(),
        "keeps_undo", keepsUndo,
        "started", startedMillis,
        "phase", phase.name(),
        "cursor", HexFormat.of().formatHex(cursor),
        "undo_length", undoLength,
        "migrated", migrated);
  }

  @SuppressWarnings("unchecked") // maps of plain values have text keys
  static Job of(Map<String, @Nullable Object> data) {
    Plain form = new Plain("migration", data);
    return new Job(
        form.text("id"),
        form.text("schema"),
        SchemaVersion.parse(form.text("from")),
        SchemaVersion.parse(form.text("to")),
        data.get("previous") instanceof String text ? text : null,
        form.list("schemas").stream()
            .map(one -> (Map<String, @Nullable Object>) Plain.of("schema", one).map())
            .toList(),
        ValidationLevel.parse(form.text("validation")),
        form.flag("keeps_undo", true),
        number(data, "started"),
        Phase.valueOf(form.text("phase")),
        data.get("cursor") instanceof String hex ? HexFormat.of().parseHex(hex) : new byte[0],
        number(data, "undo_length"),
        number(data, "migrated"));
  }

  private static long number(Map<String, @Nullable Object> data, String key) {
    return data.get(key) instanceof Number number ? number.longValue() : 0;
  }
}
