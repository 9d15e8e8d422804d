package org.llmspell.state.xodus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import jetbrains.exodus.env.Environment;
import jetbrains.exodus.env.Transaction;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.state.backend.EntryVisitor;
import org.llmspell.core.state.backend.StateBackend;
import org.llmspell.core.state.backend.StoreReport;
import org.llmspell.state.disk.Calm;
import org.llmspell.state.disk.Failures;
import org.llmspell.state.disk.FolderLock;
import org.llmspell.state.disk.Salvaged;

/** Looks through closed stores without changing them, and saves what can be read. */
final class Inspection {
  private static final int MOST_PROBLEMS = 100;

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
      Salvaged.refuseFullTarget(target);
      try (StateBackend store = XodusBackend.open(target)) {
        var saved = new Salvaged(store);
        StoreReport report = new Inspection(folder).run(saved);
        saved.flush();
        store.sync();
        return report;
      }
    });
  }

  private StoreReport run(EntryVisitor visitor) {
    if (!Files.isDirectory(folder)) {
      return new StoreReport(true, 0, 0, List.of());
    }
    try (FolderLock lock = FolderLock.takeQuietly(folder, StoreFiles.LOCK)) {
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
      problems.add("the file '%s' is missing".formatted(StoreFiles.LOCK));
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
}
