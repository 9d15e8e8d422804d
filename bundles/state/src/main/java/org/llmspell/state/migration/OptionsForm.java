package org.llmspell.state.migration;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.state.migration.MigrationOptions;
import org.llmspell.core.state.migration.ValidationLevel;

/** Reads the options of a migration from a table. */
final class OptionsForm {
  private static final List<String> KEYS =
      List.of(
          "schema",
          "dry_run",
          "create_backup",
          "batch_size",
          "validation",
          "validation_level",
          "rollback_on_error",
          "timeout",
          "timeout_seconds",
          "progress",
          "force");

  private OptionsForm() {}

  /**
   * The options of a table.
   *
   * @throws SpellException of kind Validation that names what is wrong
   */
  static MigrationOptions read(Map<String, @Nullable Object> table, MigrationOptions defaults) {
    var form = new Plain("options", table);
    form.allow(KEYS);
    return new MigrationOptions(
        form.flag("dry_run", defaults.dryRun()),
        form.flag("create_backup", defaults.createBackup()),
        (int) number(form, "batch_size", defaults.batchSize()),
        ValidationLevel.parse(
            form.text(form.any("validation", "validation_level"), defaults.validation().text())),
        form.flag("rollback_on_error", defaults.rollbackOnError()),
        Duration.ofMillis(
            (long)
                (1000
                    * number(
                        form,
                        form.any("timeout", "timeout_seconds"),
                        defaults.timeout().toMillis() / 1000.0))));
  }

  private static double number(Plain form, String key, double otherwise) {
    Object value = form.get(key);
    if (value == null) {
      return otherwise;
    }
    if (value instanceof Number number) {
      return Math.min(Integer.MAX_VALUE, number.doubleValue());
    }
    throw SpellException.validation(
        form.at(key),
        "%s is '%s' but must be a number".formatted(form.at(key), FieldTypes.shown(value)));
  }
}
