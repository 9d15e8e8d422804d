package org.llmspell.state;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.state.backend.BackendTraits;
import org.llmspell.core.state.backend.StateBackend;
import org.llmspell.core.state.backend.StateBackendFactory;
import org.llmspell.core.state.backend.StateSnapshot;
import org.llmspell.core.state.backend.StateWrite;
import org.llmspell.core.state.backend.StoreReport;
import org.llmspell.state.memory.MemoryBackends;

/**
 * Stands for stores on disk: what is written to a folder is there when the folder is opened again,
 * also without closing it. Counts syncs, can fail, can be damaged, can die.
 */
final class KeptBackends implements StateBackendFactory {
  private final Map<Path, StateBackend> folders = new ConcurrentHashMap<>();
  private final String name;
  private final AtomicInteger open = new AtomicInteger();
  final AtomicInteger syncs = new AtomicInteger();
  final AtomicInteger writesLeft = new AtomicInteger(Integer.MAX_VALUE);
  volatile Runnable onSync = () -> {};

  /** Is done once a scan has its view of the entries. */
  volatile Runnable onScan = () -> {};

  volatile boolean damaged;

  KeptBackends(String name) {
    this.name = name;
  }

  /** The entries of a folder. */
  StateBackend raw(Path folder) {
    return folders.computeIfAbsent(folder, path -> new MemoryBackends().open(path));
  }

  /** How many stores are open. */
  int open() {
    return open.get();
  }

  @Override
  public StateBackend open(Path folder) {
    if (damaged) {
      throw SpellException.storage("open", "The store in '" + folder + "' is damaged.", null);
    }
    try {
      Files.createDirectories(folder);
    } catch (java.io.IOException e) {
      throw SpellException.io(e);
    }
    open.incrementAndGet();
    return new Kept(raw(folder));
  }

  @Override
  public StoreReport inspect(Path folder) {
    return new StoreReport(
        !damaged, raw(folder).size(), damaged ? 3 : 0, damaged ? List.of("a hole") : List.of());
  }

  @Override
  public StoreReport salvage(Path folder, Path target) {
    StoreReport report = inspect(folder);
    StateBackend fresh = raw(target);
    raw(folder)
        .scan(
            new byte[0],
            new byte[0],
            (key, value) -> {
              fresh.put(key, value);
              return true;
            });
    // The folder is moved away by its user; what was in it is found under its new name.
    try {
      Files.createDirectories(target);
    } catch (java.io.IOException e) {
      throw SpellException.io(e);
    }
    folders.put(folder, fresh);
    damaged = false;
    return report;
  }

  /** One opening. */
  private final class Kept implements StateBackend {
    private final StateBackend entries;
    private volatile boolean closed;

    Kept(StateBackend entries) {
      this.entries = entries;
    }

    private StateBackend entries() {
      if (closed) {
        throw SpellException.storage("closed", "the store is closed", null);
      }
      return entries;
    }

    @Override
    public BackendTraits traits() {
      return new BackendTraits(name, true, true, true, true, false, 1, 1);
    }

    @Override
    public byte @Nullable [] get(byte[] key) {
      return entries().get(key);
    }

    @Override
    public void write(List<StateWrite> changes) {
      if (writesLeft.getAndDecrement() <= 0) {
        throw SpellException.storage("write", "no space left", null);
      }
      entries().write(changes);
    }

    @Override
    public void sync() {
      entries();
      onSync.run();
      syncs.incrementAndGet();
    }

    @Override
    public StateSnapshot snapshot() {
      StateSnapshot snapshot = entries().snapshot();
      onScan.run();
      return snapshot;
    }

    @Override
    public long size() {
      return entries().size();
    }

    @Override
    public void close() {
      if (!closed) {
        open.decrementAndGet();
      }
      closed = true;
    }
  }
}
