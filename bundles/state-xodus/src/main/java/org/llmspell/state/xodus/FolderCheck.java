package org.llmspell.state.xodus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/**
 * Compares the files of a closed store with their seals. A store that was left by a process that
 * died is sound: every write that returned is covered by a seal, and what lies behind it was never
 * acknowledged. After a loss of power only what was synced must be there.
 */
final class FolderCheck {
  private final @Nullable SealTable table;
  private final NavigableMap<Long, Path> files;
  private final List<String> problems = new ArrayList<>();

  private FolderCheck(@Nullable SealTable table, NavigableMap<Long, Path> files) {
    this.table = table;
    this.files = files;
  }

  /**
   * What is wrong, one sentence each.
   *
   * @param every whether to read all files; otherwise only the last one, the only one that may be
   *     cut when the store is opened, and the lengths of the others
   */
  static List<String> problems(Path folder, boolean every) throws IOException {
    var check = new FolderCheck(SealTable.read(folder), LogFiles.in(folder));
    check.run(every);
    return check.problems;
  }

  private void run(boolean every) throws IOException {
    if (table == null) {
      if (!files.isEmpty()) {
        problems.add(
            "the file '%s' with the checksums is missing or damaged".formatted(SealTable.FILE));
      }
      return;
    }
    long last = files.isEmpty() ? -1 : files.lastKey();
    for (Map.Entry<Long, SealTable.Slot> sealed : table.seals().entrySet()) {
      long address = sealed.getKey();
      Seal seal = table.required(sealed.getValue());
      Path file = files.get(address);
      if (file != null) {
        check(file, seal, every || address == last);
      } else if (seal.length() > 0) {
        problems.add("the file with address %d is missing".formatted(address));
      }
    }
  }

  private void check(Path file, Seal seal, boolean content) throws IOException {
    long length = Files.size(file);
    if (length < seal.length()) {
      problems.add(
          "'%s' ends at byte %d but should have %d"
              .formatted(file.getFileName(), length, seal.length()));
    } else if (table != null && table.clean() && length > seal.length()) {
      problems.add(
          "'%s' has %d bytes but should have %d"
              .formatted(file.getFileName(), length, seal.length()));
    } else if (content && !Checksums.fits(file, seal)) {
      problems.add(
          "'%s' was changed: its first %d bytes do not have the checksum that was noted"
              .formatted(file.getFileName(), seal.length()));
    }
  }
}
