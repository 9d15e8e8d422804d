package org.llmspell.state.rocksdb;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.llmspell.core.error.SpellException;
import org.llmspell.state.disk.Failures;
import org.rocksdb.RocksDB;
import org.rocksdb.util.Environment;

/**
 * Loads the native code of RocksDB. The JVM loads a file for one class loader only, so each start
 * of this bundle takes a copy with a name of its own. It is removed as soon as it is loaded; where
 * the system forbids that (Windows) it is removed when the JVM ends.
 */
final class NativeCode {
  private NativeCode() {}

  static void load() {
    try {
      Path folder = Files.createTempDirectory("llmspell-rocksdb-");
      try {
        extract(folder);
        RocksDB.loadLibrary(List.of(folder.toString()));
      } finally {
        remove(folder);
      }
    } catch (IOException | UnsatisfiedLinkError | RuntimeException e) {
      throw SpellException.storage(
          "open",
          "the native code of RocksDB can not be loaded on %s %s: %s; choose the backend 'xodus'"
              .formatted(
                  System.getProperty("os.name"), System.getProperty("os.arch"), Failures.reason(e)),
          e);
    }
  }

  private static void extract(Path folder) throws IOException {
    String resource = Environment.getJniLibraryFileName("rocksdb");
    try (InputStream code = RocksDB.class.getClassLoader().getResourceAsStream(resource)) {
      if (code == null) {
        throw new IOException("there is none for it ('%s')".formatted(resource));
      }
      // The name under which RocksDB looks for a file in a folder that it is given.
      Files.copy(code, folder.resolve(Environment.getJniLibraryFileName("rocksdbjni")));
    }
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        if (!file.toFile().delete()) {
          folder.toFile().deleteOnExit();
          file.toFile().deleteOnExit();
          return;
        }
      }
    }
    Files.delete(folder);
  }
}
