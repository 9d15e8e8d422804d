package org.llmspell.state.xodus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import jetbrains.exodus.env.Environment;
import jetbrains.exodus.env.Transaction;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.state.backend.EntryVisitor;
import org.llmspell.core.state.backend.StateBackend;
import org.llmspell.core.state.backend.StateWrite;
import org.llmspell.core.state.backend.StoreReport;

/** Looks through closed stores without changing them, and saves what can be read. */
final class Inspection {
  private static final int MOST_PROBLEMS = 100;
  private static final long BATCH_BYTES = 1 << 20;

  private final Path folder;
  private final List<String> problems = new ArrayList<>();
  private long readable;
  private long lost;

  private Inspection(Path folder) {
    this.folder = folder;
  }

  static StoreReport inspect(Path folder) {
    return Calm.get(() -> new Inspection(folder).run((key, value) -> true));
  }

  static StoreReport salvage(Path folder, Path target) {
    return Calm.get(() -> {
      refuseFullTarget(target);
      try (StateBackend store = XodusBackend.open(target)) {
        var batch = new Batch(store);
        StoreReport report = new Inspection(folder).run(batch);
        batch.flush();
        store.sync();
        return report;
      }
    });
  }

  private static void refuseFullTarget(Path target) {
    if (!Files.exists(target)) {
      return;
    }
    try (Stream<Path> files = Files.list(target)) {
      if (files.findAny().isPresent()) {
        throw SpellException.storage(
            "salvage",
            "'%s' is not an empty folder; name one that is empty or does not exist"
                .formatted(target),
            null);
      }
    } catch (IOException e) {
      throw Failures.failed("salvage", target, e);
    }
  }

  private StoreReport run(EntryVisitor visitor) {
    if (!Files.isDirectory(folder)) {
      return new StoreReport(true, 0, 0, List.of());
    }
    try (FolderLock lock = FolderLock.takeQuietly(folder)) {
      problems.addAll(FolderCheck.problems(folder, true));
      if (!LogFiles.in(folder).isEmpty()) {
        walk(visitor);
      }
      return report(lock);
    } catch (IOException e) {
      throw Failures.failed("read", folder, e);
    }
  }

  private StoreReport report(@Nullable FolderLock lock) {
    if (lock == null && !problems.isEmpty()) {
      problems.add("the file '%s' is missing".formatted(FolderLock.FILE));
    }
    List<String> first = problems.subList(0, Math.min(MOST_PROBLEMS, problems.size()));
    return new StoreReport(problems.isEmpty(), readable, Math.max(lost, first.size()), first);
  }

  private void walk(EntryVisitor visitor) {
    var reader = LogReader.lenient(folder);
    @Nullable Environment environment = null;
    try {
      environment = Xodus.open(folder, reader, new NoWriter(reader), true);
      Values values = Values.of(environment);
      Transaction transaction = environment.beginReadonlyTransaction();
      try {
        var walk = new DamagedWalk(values, transaction, visitor, problems);
        readable = walk.run();
        lost = Math.max(0, values.count(transaction) - readable);
      } finally {
        transaction.abort();
      }
    } catch (RuntimeException e) {
      problems.add("not all of it can be read: " + Failures.reason(e));
    } finally {
      close(reader, environment);
    }
  }

  private void close(LogReader reader, @Nullable Environment environment) {
    try {
      if (environment != null) {
        environment.close();
      }
      reader.close();
    } catch (RuntimeException e) {
      problems.add("it can not be closed properly: " + Failures.reason(e));
    }
  }

  /** Collects entries, so that not each of them is a transaction. */
  private static final class Batch implements EntryVisitor {
    private final StateBackend store;
    private final List<StateWrite> changes = new ArrayList<>();
    private long bytes;

    Batch(StateBackend store) {
      this.store = store;
    }

    @Override
    public boolean visit(byte[] key, byte[] value) {
      changes.add(StateWrite.put(key, value));
      bytes += key.length + value.length;
      if (bytes > BATCH_BYTES) {
        flush();
      }
      return true;
    }

    void flush() {
      store.write(changes);
      changes.clear();
      bytes = 0;
    }
  }
}
