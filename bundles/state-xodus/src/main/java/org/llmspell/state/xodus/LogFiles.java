package org.llmspell.state.xodus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import jetbrains.exodus.log.LogUtil;

/** The log files of a store, by address. */
final class LogFiles {
  /** How large a log file grows, in bytes. */
  static final long SIZE = 8L << 20;

  private LogFiles() {}

  static NavigableMap<Long, Path> in(Path folder) throws IOException {
    var files = new TreeMap<Long, Path>();
    if (!Files.isDirectory(folder)) {
      return files;
    }
    try (Stream<Path> all = Files.list(folder)) {
      all.filter(file -> LogUtil.isLogFileName(file.getFileName().toString()))
          .forEach(file -> files.put(LogUtil.getAddress(file.getFileName().toString()), file));
    }
    return files;
  }

  static Path file(Path folder, long address) {
    return folder.resolve(LogUtil.getLogFilename(address));
  }
}
