package org.llmspell.deploy;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.plugin.Permission;

/**
 * The index as text: a first line with the format, one line for each plugin, a last line with a
 * check sum. Fields are separated by tabs:
 *
 * <pre>name problem release [release]
 * release: version sha256 size crc installedAt granted</pre>
 */
final class IndexText {
  private static final String FIRST = "llmspell-plugins 2";
  private static final String LAST = "end ";
  private static final String NONE = "-";
  private static final int RELEASE_FIELDS = 6;

  private IndexText() {}

  /** The text is not what was written. */
  static final class DamagedException extends Exception {
    private static final long serialVersionUID = 1L;

    DamagedException(String message) {
      super(message);
    }
  }

  static byte[] write(Index index) {
    var text = new StringBuilder(FIRST).append('\n');
    for (Entry entry : index.entries()) {
      text.append(entry.name()).append('\t').append(oneLine(entry.problem()));
      append(text, entry.active());
      if (entry.previous() != null) {
        append(text, entry.previous());
      }
      text.append('\n');
    }
    return (text + LAST + checkSum(text.toString()) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private static String oneLine(@Nullable String problem) {
    return problem == null ? NONE : problem.replaceAll("\\s+", " ");
  }

  private static void append(StringBuilder text, Release release) {
    text.append('\t').append(release.version());
    text.append('\t').append(release.sha256());
    text.append('\t').append(release.size());
    text.append('\t').append(release.crc());
    text.append('\t').append(release.installedAt());
    String granted = Permission.names(release.granted());
    text.append('\t').append(granted.isEmpty() ? NONE : granted);
  }

  static Index read(byte[] bytes) throws DamagedException {
    String text = new String(bytes, StandardCharsets.UTF_8);
    int last = text.lastIndexOf(LAST);
    if (!text.startsWith(FIRST + "\n") || last <= 0 || text.charAt(last - 1) != '\n') {
      throw new DamagedException("it is not complete");
    }
    String body = text.substring(0, last);
    if (!text.substring(last).equals(LAST + checkSum(body) + "\n")) {
      throw new DamagedException("its check sum is wrong");
    }
    Index index = Index.EMPTY;
    for (String line : body.lines().skip(1).toList()) {
      index = index.with(entry(List.of(line.split("\t", -1))));
    }
    return index;
  }

  private static Entry entry(List<String> fields) throws DamagedException {
    int releases = fields.size() - 2;
    if (releases != RELEASE_FIELDS && releases != 2 * RELEASE_FIELDS) {
      throw new DamagedException("a line has " + fields.size() + " fields");
    }
    try {
      String problem = fields.get(1);
      return new Entry(
          fields.get(0),
          release(fields, 2),
          releases == RELEASE_FIELDS ? null : release(fields, 2 + RELEASE_FIELDS),
          problem.equals(NONE) ? null : problem);
    } catch (NumberFormatException | DateTimeException | SpellException e) {
      throw new DamagedException("a field can not be read: " + e.getMessage());
    }
  }

  private static Release release(List<String> fields, int at) {
    return new Release(
        fields.get(at),
        fields.get(at + 1),
        Long.parseLong(fields.get(at + 2)),
        Long.parseLong(fields.get(at + 3)),
        Instant.parse(fields.get(at + 4)),
        Permission.parse(fields.get(at + 5).equals(NONE) ? "" : fields.get(at + 5)));
  }

  private static String checkSum(String body) {
    var crc = new CRC32();
    crc.update(body.getBytes(StandardCharsets.UTF_8));
    return Long.toHexString(crc.getValue());
  }
}
