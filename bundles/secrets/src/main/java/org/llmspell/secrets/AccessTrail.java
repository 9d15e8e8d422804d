package org.llmspell.secrets;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.llmspell.core.error.SpellException;

/**
 * What was done with secrets, without the secrets: a line for each with time, action, service and
 * outcome, separated by tabs. That one was given out is written down once in an hour and service.
 * Beyond half a megabyte a new file is begun, and the last one kept. Thread-safe, and safe to share
 * between processes: a line is written at once.
 */
final class AccessTrail {
  static final String USE = "use";

  private static final long MAX_BYTES = 512 << 10;
  private static final int COLUMNS = 4;

  private final Path folder;
  private final InstantSource clock;
  private final Map<String, Instant> used = new ConcurrentHashMap<>();

  AccessTrail(Path folder, InstantSource clock) {
    this.folder = folder;
    this.clock = clock;
  }

  /** One line. */
  record Entry(Instant time, String action, String service, String outcome) {}

  /** Notes that a secret was given out, unless that was noted in this hour. */
  void used(String service) {
    Instant hour = clock.instant().truncatedTo(ChronoUnit.HOURS);
    if (!hour.equals(used.put(service, hour))) {
      add(USE, service, "ok");
    }
  }

  /**
   * Writes a line.
   *
   * @throws SpellException of kind Storage when that can not be done
   */
  void add(String action, String service, String outcome) {
    String line =
        "%s\t%s\t%s\t%s\n"
            .formatted(clock.instant().truncatedTo(ChronoUnit.SECONDS), action, service, outcome);
    try {
      OwnerOnly.folder(folder);
      Path file = folder.resolve("audit.log");
      try (FileChannel channel =
          OwnerOnly.open(
              file,
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE,
              StandardOpenOption.APPEND)) {
        channel.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
      }
      if (Files.size(file) > MAX_BYTES) {
        Files.move(file, folder.resolve("audit.old.log"), StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      throw SpellException.storage(
          "write",
          "The audit of keys in '%s' can not be written: %s".formatted(folder, e.getMessage()),
          e);
    }
  }

  /** The newest first. */
  List<Entry> newest(int most) {
    List<Entry> entries = new ArrayList<>();
    for (String name : List.of("audit.old.log", "audit.log")) {
      try {
        Files.readAllLines(folder.resolve(name)).forEach(line -> addTo(entries, line));
      } catch (NoSuchFileException _) {
        // nothing was done yet
      } catch (IOException e) {
        throw SpellException.storage(
            "read", "The audit of keys in '%s' can not be read".formatted(folder), e);
      }
    }
    return entries.reversed().stream().limit(most).toList();
  }

  /** A line that was cut off when a process died is left out. */
  private static void addTo(List<Entry> entries, String line) {
    String[] cells = line.split("\t", -1);
    if (cells.length == COLUMNS) {
      try {
        entries.add(new Entry(Instant.parse(cells[0]), cells[1], cells[2], cells[3]));
      } catch (DateTimeParseException _) {
        // as above
      }
    }
  }

  /** When each secret was last given out, to the hour. */
  Map<String, Instant> lastUses() {
    Map<String, Instant> uses = new ConcurrentHashMap<>();
    for (Entry entry : newest(Integer.MAX_VALUE)) {
      if (entry.action.equals(USE) && entry.outcome.equals("ok")) {
        uses.putIfAbsent(entry.service, entry.time.truncatedTo(ChronoUnit.HOURS));
      }
    }
    return uses;
  }
}
