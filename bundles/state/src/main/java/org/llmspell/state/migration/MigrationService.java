package org.llmspell.state.migration;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.llmspell.core.context.Cancellation;
import org.llmspell.core.event.EventBus;
import org.llmspell.core.hook.HookExecutor;
import org.llmspell.core.state.StateProgress;
import org.llmspell.core.state.migration.CompatibilityReport;
import org.llmspell.core.state.migration.MigrationOptions;
import org.llmspell.core.state.migration.MigrationPlan;
import org.llmspell.core.state.migration.MigrationResult;
import org.llmspell.core.state.migration.SchemaStatus;
import org.llmspell.core.state.migration.SchemaVersion;
import org.llmspell.core.state.migration.StateMigrator;
import org.llmspell.core.state.migration.StateSchema;
import org.llmspell.core.state.migration.StateSchemaSource;
import org.llmspell.core.state.migration.StateTransformer;
import org.llmspell.state.store.StoreAccess;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** Migrates by the schemas of files and bundles and the functions of bundles. */
@Component(service = {StateMigrator.class, MigrationService.class})
public final class MigrationService implements StateMigrator {
  private final StoreAccess stores;
  private final Catalog catalog = new Catalog();
  private final Map<String, StateTransformer> transformers = new ConcurrentHashMap<>();
  private final UndoLogs logs = new UndoLogs();
  private final Notices notices = new Notices();
  private final Migrator migrator;

  /** Over the store of the container. */
  @Activate
  public MigrationService(@Reference StoreAccess stores) {
    this.stores = stores;
    this.migrator =
        new Migrator(
            stores, this::shared, name -> Functions.of(transformers).find(name), logs, notices);
  }

  /** A migrator for a script, with schemas and functions of its own besides the shared ones. */
  Migrator forScript(Supplier<List<StateSchema>> own, Map<String, StateTransformer> functions) {
    return new Migrator(
        stores,
        () -> {
          Schemas all = shared();
          for (StateSchema schema : own.get()) {
            all = all.plus(schema);
          }
          return all;
        },
        name -> {
          Map<String, StateTransformer> all = new LinkedHashMap<>(transformers);
          all.putAll(functions);
          return Functions.of(all).find(name);
        },
        logs,
        notices);
  }

  private Schemas shared() {
    return catalog.with(
        stores.settings().schemaDirectory().map(SchemaFiles::read).orElse(Schemas.NONE));
  }

  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      unbind = "removeSource")
  void addSource(ServiceReference<StateSchemaSource> reference, StateSchemaSource source) {
    catalog.add(reference, source);
  }

  void removeSource(ServiceReference<StateSchemaSource> reference) {
    catalog.remove(reference);
  }

  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      unbind = "removeTransformer")
  void addTransformer(StateTransformer transformer, Map<String, Object> properties) {
    if (properties.get(StateTransformer.NAME) instanceof String name) {
      transformers.put(name, transformer);
    }
  }

  void removeTransformer(StateTransformer transformer, Map<String, Object> properties) {
    if (properties.get(StateTransformer.NAME) instanceof String name) {
      transformers.remove(name, transformer);
    }
  }

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY,
      unbind = "removeHooks")
  void setHooks(HookExecutor executor) {
    notices.hooks(executor);
  }

  void removeHooks(HookExecutor executor) {
    if (notices.hooks() == executor) {
      notices.hooks(null);
    }
  }

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY,
      unbind = "removeBus")
  void setBus(EventBus bus) {
    notices.bus(bus);
  }

  void removeBus(EventBus bus) {
    if (notices.bus() == bus) {
      notices.bus(null);
    }
  }

  /** The options that a migration has when none are given. */
  MigrationOptions defaults() {
    return migrator.defaults();
  }

  /** All schemas as one set. */
  Schemas all() {
    return migrator.all();
  }

  @Override
  public List<StateSchema> schemas() {
    return migrator.schemas();
  }

  @Override
  public SchemaStatus status(String schema) {
    return migrator.status(schema);
  }

  @Override
  public CompatibilityReport compare(String schema, SchemaVersion from, SchemaVersion to) {
    return migrator.compare(schema, from, to);
  }

  @Override
  public MigrationPlan plan(String schema, SchemaVersion target) {
    return migrator.plan(schema, target);
  }

  @Override
  public MigrationResult migrate(
      String schema,
      SchemaVersion target,
      MigrationOptions options,
      StateProgress progress,
      Cancellation cancellation) {
    return migrator.migrate(schema, target, options, progress, cancellation);
  }

  @Override
  public MigrationResult rollback(
      String schema, boolean force, StateProgress progress, Cancellation cancellation) {
    return migrator.rollback(schema, force, progress, cancellation);
  }

  @Override
  public List<MigrationResult> history() {
    return migrator.history();
  }
}
