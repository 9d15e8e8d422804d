package org.llmspell.security.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The files of the log: {@code security.log}, the older ones {@code security-000001.log} and so on,
 * and {@code head}, which says how far the log goes. One process at a time writes.
 */
final class AuditFiles {
  private static final String CURRENT = "security.log";
  private static final String OLDER = "security-*.log";
  private static final int TAIL = 64 << 10;

  private final Path folder;
  private final long maxBytes;
  private final int maxFiles;

  AuditFiles(Path folder, long maxBytes, int maxFiles) {
    this.folder = folder;
    this.maxBytes = maxBytes;
    this.maxFiles = maxFiles;
  }

  private static FileAttribute<?>[] rights(String rights) {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(rights))
        }
        : new FileAttribute<?>[0];
  }

  private void prepare() throws IOException {
    if (!Files.isDirectory(folder)) {
      Path home = folder.getParent();
      if (home != null) {
        Files.createDirectories(home);
      }
      try {
        Files.createDirectory(folder, rights("rwx------"));
      } catch (FileAlreadyExistsException e) {
        // another process was faster
      }
    }
    if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    }
  }

  private FileChannel open(String name) throws IOException {
    return FileChannel.open(
        folder.resolve(name),
        Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
        rights("rw-------"));
  }

  /** Appends a record after the last one. */
  void append(Map<String, Object> members) throws IOException {
    prepare();
    try (FileChannel lock = open("lock");
        FileLock _ = lock.lock()) {
      rotate();
      try (FileChannel channel = open(CURRENT)) {
        Tail tail = tail(channel);
        if (tail.torn) {
          write(channel, channel.size(), "\n");
          members.put("after_torn", true);
        }
        long said = head().map(words -> Long.parseLong(words[0])).orElse(0L);
        if (said > tail.sequence) {
          members.put("cut", said);
        }
        Line line = Line.after(tail.hash, tail.sequence + 1, members);
        write(channel, channel.size(), line.text() + "\n");
        head(line);
      }
    }
  }

  private static void write(FileChannel channel, long at, String text) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    long position = at;
    while (bytes.hasRemaining()) {
      position += channel.write(bytes, position);
    }
  }

  private void head(Line line) throws IOException {
    try (FileChannel channel = open("head")) {
      write(channel, 0, "%019d %s%n".formatted(line.sequence(), line.hash()));
    }
  }

  /** Where the chain ends. */
  private record Tail(String hash, long sequence, boolean torn) {}

  private Tail tail(FileChannel channel) throws IOException {
    long size = channel.size();
    if (size == 0) {
      return tailOfOlder();
    }
    int length = (int) Math.min(size, TAIL);
    ByteBuffer bytes = ByteBuffer.allocate(length);
    while (bytes.hasRemaining() && channel.read(bytes, size - length + bytes.position()) >= 0) {
      // until the buffer is full
    }
    String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
    boolean torn = !text.endsWith("\n");
    String[] lines = text.split("\n");
    for (int i = lines.length - 1; i >= 0; i--) {
      Optional<Line> line = Line.parse(lines[i]);
      if (line.isPresent()) {
        return new Tail(line.get().hash(), line.get().sequence(), torn);
      }
    }
    Tail older = tailOfOlder();
    return new Tail(older.hash, older.sequence, torn);
  }

  private Tail tailOfOlder() throws IOException {
    List<Path> older = older();
    if (older.isEmpty()) {
      return new Tail(Line.NO_HASH, 0, false);
    }
    List<String> lines = Files.readAllLines(older.getLast());
    for (String text : lines.reversed()) {
      Optional<Line> line = Line.parse(text);
      if (line.isPresent()) {
        return new Tail(line.get().hash(), line.get().sequence(), false);
      }
    }
    return new Tail(Line.NO_HASH, 0, false);
  }

  private void rotate() throws IOException {
    Path current = folder.resolve(CURRENT);
    if (!Files.exists(current) || Files.size(current) < maxBytes) {
      return;
    }
    List<Path> older = older();
    long number = older.isEmpty() ? 1 : numberOf(older.getLast()) + 1;
    Files.move(
        current,
        folder.resolve("security-%06d.log".formatted(number)),
        StandardCopyOption.ATOMIC_MOVE);
    for (int i = 0; i < older.size() + 1 - maxFiles; i++) {
      Files.delete(older.get(i));
    }
  }

  private static long numberOf(Path file) {
    String digits = String.valueOf(file.getFileName()).replaceAll("\\D", "");
    return digits.isEmpty() ? 0 : Long.parseLong(digits);
  }

  private List<Path> older() throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder, OLDER)) {
      stream.forEach(files::add);
    }
    files.sort(null);
    return files;
  }

  /** All files, oldest first; none when nothing was ever written. */
  List<Path> all() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    List<Path> files = older();
    if (Files.exists(folder.resolve(CURRENT))) {
      files.add(folder.resolve(CURRENT));
    }
    return files;
  }

  /** What {@code head} says: number and hash of the last record. */
  Optional<String[]> head() throws IOException {
    Path head = folder.resolve("head");
    if (!Files.exists(head)) {
      return Optional.empty();
    }
    String[] words = Files.readString(head).strip().split(" ");
    return words.length == 2 && words[0].matches("\\d+") ? Optional.of(words) : Optional.empty();
  }

  /** Does something while nobody writes. */
  <T> T quiet(Reading<T> reading) throws IOException {
    if (!Files.isDirectory(folder)) {
      return reading.read();
    }
    try (FileChannel lock = open("lock");
        FileLock _ = lock.lock()) {
      return reading.read();
    }
  }

  /** Reads. */
  interface Reading<T> {
    T read() throws IOException;
  }

  @Override
  public String toString() {
    return folder.toString();
  }
}
