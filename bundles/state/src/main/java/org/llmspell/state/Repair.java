package org.llmspell.state;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.state.backend.StateBackend;
import org.llmspell.core.state.backend.StateBackendFactory;
import org.llmspell.core.state.backend.StateWrite;
import org.llmspell.core.state.backend.StoreReport;
import org.llmspell.state.store.Keys;
import org.llmspell.state.store.RecordCodec;

/**
 * Makes a new store of what can be read of a damaged one, and keeps the damaged one beside it. The
 * new store is made in {@code <name>.salvaging}, which becomes {@code <name>.salvaged} when it is
 * complete; then the damaged one steps aside and the new one takes its place. When the process dies
 * in between, the next opening finishes the exchange.
 */
final class Repair {
  private static final String MAKING = ".salvaging";
  private static final String MADE = ".salvaged";

  private final StateBackendFactory factory;
  private final Path folder;
  private final String stamp;

  Repair(StateBackendFactory factory, Path folder, String stamp) {
    this.factory = factory;
    this.folder = folder;
    this.stamp = stamp;
  }

  /**
   * What was done.
   *
   * @param report what was found
   * @param kept where the damaged store is now; empty when nothing was wrong
   * @param dropped the keys of records that were damaged
   */
  record Outcome(StoreReport report, Optional<Path> kept, List<String> dropped) {}

  /** Repairs the closed store if anything is wrong with it. */
  Outcome run() {
    try {
      finish(folder, stamp);
      if (!Files.isDirectory(folder)) {
        throw SpellException.storage(
            "open", "There is no store in '%s', so nothing to repair".formatted(folder), null);
      }
      StoreReport found = factory.inspect(folder);
      if (found.sound() && damagedRecords(folder).isEmpty()) {
        return new Outcome(found, Optional.empty(), List.of());
      }
      Path making = sibling(folder, MAKING);
      delete(making);
      StoreReport salvaged = factory.salvage(folder, making);
      List<String> dropped = dropDamaged(making);
      Files.move(making, sibling(folder, MADE), StandardCopyOption.ATOMIC_MOVE);
      return new Outcome(salvaged, finish(folder, stamp), dropped);
    } catch (IOException e) {
      throw SpellException.io(e);
    }
  }

  /** Puts a store that was made completely in place of the damaged one. */
  static Optional<Path> finish(Path folder, String stamp) throws IOException {
    Path made = sibling(folder, MADE);
    if (!Files.isDirectory(made)) {
      return Optional.empty();
    }
    Path kept = sibling(folder, ".damaged-" + stamp);
    if (Files.isDirectory(folder)) {
      Files.move(folder, kept, StandardCopyOption.ATOMIC_MOVE);
    }
    Files.move(made, folder, StandardCopyOption.ATOMIC_MOVE);
    return Optional.of(kept);
  }

  private static Path sibling(Path folder, String suffix) {
    return folder.resolveSibling(folder.getFileName() + suffix);
  }

  private List<byte[]> damagedRecords(Path where) {
    try (StateBackend backend = factory.open(where)) {
      return damaged(backend);
    }
  }

  static List<byte[]> damaged(StateBackend backend) {
    RecordCodec codec = RecordCodec.plain();
    List<byte[]> damaged = new ArrayList<>();
    backend.scan(
        new byte[0],
        new byte[0],
        (key, bytes) -> {
          try {
            codec.header(key, bytes);
          } catch (SpellException _) {
            damaged.add(key);
          }
          return true;
        });
    return damaged;
  }

  private List<String> dropDamaged(Path where) {
    try (StateBackend backend = factory.open(where)) {
      List<byte[]> damaged = damaged(backend);
      backend.write(damaged.stream().map(StateWrite::delete).toList());
      backend.sync();
      return damaged.stream().map(Keys::text).toList();
    }
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path dir, @Nullable IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.delete(dir);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
