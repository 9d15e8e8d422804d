package org.llmspell.state;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.context.Cancellation;
import org.llmspell.core.state.StateProgress;
import org.llmspell.core.state.StateScope;
import org.llmspell.core.state.backend.StateBackendFactory;
import org.llmspell.core.state.backup.BackupInfo;
import org.llmspell.core.state.backup.BackupOptions;
import org.llmspell.core.state.backup.BackupValidation;
import org.llmspell.core.state.backup.RestoreOptions;
import org.llmspell.state.backup.BackupService;
import org.llmspell.state.migration.MigrationService;
import org.llmspell.state.store.Keys;
import org.llmspell.state.store.OpenStore;
import org.llmspell.state.xodus.XodusBackends;
import org.osgi.framework.ServiceReference;

/** State as the container puts it together, over a real store on disk. */
final class Product implements AutoCloseable {
  final StoreService stores;
  final StateService state;
  final BackupService backups;
  final MigrationService migrations;

  /** Opens nothing before it is used. */
  Product(Path home, Map<String, ? extends @Nullable Object> settings) {
    Map<String, @Nullable Object> all = new TreeMap<>(settings);
    all.put("enabled", true);
    stores = new StoreService(home, all, name -> null, InstantSource.system(), System::nanoTime);
    stores.addBackend(reference(), new XodusBackends());
    state = new StateService(stores);
    backups = new BackupService(stores, null);
    migrations = new MigrationService(stores);
  }

  @SuppressWarnings("unchecked") // a proxy has no type arguments
  private static ServiceReference<StateBackendFactory> reference() {
    return (ServiceReference<StateBackendFactory>)
        Proxy.newProxyInstance(
            Product.class.getClassLoader(),
            new Class<?>[] {ServiceReference.class},
            (proxy, method, args) ->
                switch (method.getName()) {
                  case "getProperty" -> "xodus";
                  case "hashCode" -> 1;
                  case "equals" -> proxy == args[0];
                  case "compareTo" -> 0;
                  default -> null;
                });
  }

  /** The store as it was left: what was interrupted is not finished. */
  OpenStore asLeft() {
    return stores.opener().openOnly(stores.settings());
  }

  BackupInfo backup(boolean incremental, String description) {
    return backups.create(
        new BackupOptions(incremental, description), StateProgress.NONE, Cancellation.create());
  }

  void restore(String id, RestoreOptions options) {
    backups.restore(id, options, StateProgress.NONE, Cancellation.create());
  }

  BackupValidation validate(String id) {
    return backups.validate(id, StateProgress.NONE, Cancellation.create());
  }

  /** The entries of a scope, byte for byte. */
  NavigableMap<String, String> bytes(StateScope scope) {
    NavigableMap<String, String> all = new TreeMap<>();
    byte[] prefix = Keys.scope(scope);
    stores
        .open()
        .backend()
        .scan(
            prefix,
            prefix,
            (key, value) -> {
              all.put(Keys.text(key), HexFormat.of().formatHex(value));
              return true;
            });
    return all;
  }

  @Override
  public void close() {
    stores.close();
  }
}
