package org.llmspell.state.rocksdb;

import java.nio.file.Path;
import org.llmspell.core.state.backend.StateBackend;
import org.llmspell.core.state.backend.StateBackendFactory;
import org.llmspell.core.state.backend.StoreReport;
import org.llmspell.state.disk.Calm;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.rocksdb.RocksDB;

/** Opens stores of RocksDB; the native code is loaded by the first call. Thread-safe. */
@Component(
    name = "org.llmspell.state.rocksdb",
    property = StateBackendFactory.NAME + "=" + RocksBackend.NAME)
public final class RocksBackends implements StateBackendFactory {
  private boolean loaded;

  /** A factory without settings. */
  @Activate
  public RocksBackends() {}

  private synchronized void load() {
    // RocksDB knows its version as soon as the native code is there.
    if (RocksDB.rocksdbVersion() == null) {
      Calm.get(() -> {
        NativeCode.load();
        return true;
      });
    }
  }

  @Override
  public StateBackend open(Path folder) {
    load();
    return RocksBackend.open(folder.toAbsolutePath().normalize());
  }

  @Override
  public StoreReport inspect(Path folder) {
    load();
    return Inspection.inspect(folder.toAbsolutePath().normalize());
  }

  @Override
  public StoreReport salvage(Path folder, Path target) {
    load();
    return Inspection.salvage(
        folder.toAbsolutePath().normalize(), target.toAbsolutePath().normalize());
  }
}
