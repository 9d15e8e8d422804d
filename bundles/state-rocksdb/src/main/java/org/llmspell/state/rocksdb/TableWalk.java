package org.llmspell.state.rocksdb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.llmspell.core.state.backend.EntryVisitor;
import org.llmspell.state.disk.Failures;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.SstFileReader;
import org.rocksdb.SstFileReaderIterator;

/**
 * Visits the entries of single tables, when nothing says any more which of them belong together.
 * The older tables come first, so that the last value of a key that is visited is most likely its
 * newest one; what was deleted may come back.
 */
final class TableWalk {
  private final Path folder;
  private final EntryVisitor visitor;
  private final List<String> problems;
  private final Set<String> keys = new TreeSet<>();

  TableWalk(Path folder, EntryVisitor visitor, List<String> problems) {
    this.folder = folder;
    this.visitor = visitor;
    this.problems = problems;
  }

  /** How many different keys could be read. */
  long run() throws IOException {
    List<Path> tables;
    try (Stream<Path> files = Files.list(folder)) {
      tables = files.filter(file -> file.toString().endsWith(".sst")).sorted().toList();
    }
    for (Path table : tables) {
      walk(table);
    }
    if (!keys.isEmpty()) {
      problems.add("only single tables could be read: older values may have come back");
    }
    return keys.size();
  }

  private void walk(Path table) {
    try (var options = new Options();
        var reading = new ReadOptions();
        var reader = new SstFileReader(options)) {
      reader.open(table.toString());
      try (SstFileReaderIterator entries = reader.newIterator(reading)) {
        for (entries.seekToFirst(); entries.isValid(); entries.next()) {
          byte[] key = entries.key();
          visitor.visit(key, entries.value());
          keys.add(HexFormat.of().formatHex(key));
        }
        entries.status();
      }
    } catch (RocksDBException e) {
      problems.add("'%s': %s".formatted(table.getFileName(), Failures.reason(e)));
    }
  }
}
