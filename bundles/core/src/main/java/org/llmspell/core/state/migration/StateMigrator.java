package org.llmspell.core.state.migration;

import java.util.List;
import org.llmspell.core.context.Cancellation;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.state.StateProgress;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Migrates what is stored; a service. Safe to share between threads; one migration runs at a time,
 * and writers wait while it changes values. A process that dies in the middle leaves, once the
 * store is opened again, either all values as they were or all as they should be.
 *
 * <p>The name of a schema may be empty when there is only one, or one with the name {@code
 * default}.
 */
@ProviderType
public interface StateMigrator {

  /** All schemas, by name and version. */
  List<StateSchema> schemas();

  /**
   * Where the values of a schema are.
   *
   * @throws SpellException of kind Validation when there is no such schema
   */
  SchemaStatus status(String schema);

  /**
   * What two versions mean for each other.
   *
   * @throws SpellException of kind Validation when one of them does not exist
   */
  CompatibilityReport compare(String schema, SchemaVersion from, SchemaVersion to);

  /**
   * How the values of a schema get to a version.
   *
   * @throws SpellException of kind Validation when there is no way
   */
  MigrationPlan plan(String schema, SchemaVersion target);

  /**
   * Brings the values of a schema to a version, and waits.
   *
   * @throws SpellException when it did not succeed; the message says why and what has become of the
   *     values; of kind Configuration when {@code migration_enabled} is off
   */
  MigrationResult migrate(
      String schema,
      SchemaVersion target,
      MigrationOptions options,
      StateProgress progress,
      Cancellation cancellation);

  /**
   * Undoes the last migration of a schema: every value gets back the bytes that it had.
   *
   * @param force also when values were changed since, which are lost then
   * @throws SpellException when there is nothing to undo or values were changed since
   */
  MigrationResult rollback(
      String schema, boolean force, StateProgress progress, Cancellation cancellation);

  /** The last migrations, newest first, at most 50. */
  List<MigrationResult> history();
}
