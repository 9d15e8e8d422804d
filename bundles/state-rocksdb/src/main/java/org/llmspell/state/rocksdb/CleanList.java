package org.llmspell.state.rocksdb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * The files that a store had when it was closed: name, length, and the checksum of those that are
 * not tables, for tables have checksums for each block inside. While a store is open there is none.
 */
final class CleanList {
  static final String FILE = "llmspell.clean";
  private static final String TABLE = ".sst";
  private static final String LAST_LINE = "end";

  private CleanList() {}

  static boolean exists(Path folder) {
    return Files.exists(folder.resolve(FILE));
  }

  /** Notes what is there; the store is closed and locked. */
  static void write(Path folder) throws IOException {
    var text = new StringBuilder();
    for (Path file : files(folder)) {
      text.append(line(file)).append('\n');
    }
    Path draft = folder.resolve(FILE + ".new");
    Files.writeString(draft, text.append(LAST_LINE).append('\n'));
    try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    Files.move(draft, folder.resolve(FILE), ATOMIC_MOVE, REPLACE_EXISTING);
  }

  /** The store is in use. */
  static void remove(Path folder) throws IOException {
    Files.deleteIfExists(folder.resolve(FILE));
  }

  /** What differs from the list. */
  static List<String> problems(Path folder) throws IOException {
    var problems = new ArrayList<String>();
    List<String> lines =
        new String(Files.readAllBytes(folder.resolve(FILE)), UTF_8).lines().toList();
    if (lines.isEmpty() || !lines.getLast().equals(LAST_LINE)) {
      return List.of("the list of files '%s' is not complete".formatted(FILE));
    }
    for (String line : lines.subList(0, lines.size() - 1)) {
      String name = line.substring(line.lastIndexOf(' ') + 1);
      Path file = folder.resolve(name).normalize();
      if (!file.startsWith(folder) || !Files.isRegularFile(file)) {
        problems.add("the file '%s' is missing".formatted(name));
      } else if (!line(file).equals(line)) {
        problems.add(
            "'%s' was changed: its length or its checksum is not what was noted".formatted(name));
      }
    }
    return problems;
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> matters(file.getFileName().toString())).sorted().toList();
    }
  }

  private static boolean matters(String name) {
    return name.endsWith(TABLE)
        || name.endsWith(".log")
        || name.endsWith(".blob")
        || name.startsWith("MANIFEST")
        || name.equals("CURRENT")
        || name.startsWith("OPTIONS");
  }

  private static String line(Path file) throws IOException {
    String name = file.getFileName().toString();
    String sum = name.endsWith(TABLE) ? "-" : Long.toHexString(checksum(file));
    return "%d %s %s".formatted(Files.size(file), sum, name);
  }

  private static long checksum(Path file) throws IOException {
    var checksum = new CRC32C();
    byte[] chunk = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
        checksum.update(chunk, 0, read);
      }
    }
    return checksum.getValue();
  }
}
