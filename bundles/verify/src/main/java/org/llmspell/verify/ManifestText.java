package org.llmspell.verify;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A manifest, read strictly by the JAR File Specification: what can be understood in two ways is
 * refused, because the JDK and the framework read it each with a reader of its own.
 *
 * @param main the main headers, by name in any case
 * @param sections the names of the sections for entries
 */
record ManifestText(Map<String, String> main, Set<String> sections) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,69}");
  private static final int MAX_HEADERS = 10_000;

  /** Reads the bytes of a manifest. */
  static ManifestText read(byte[] bytes) throws RefusedException {
    List<List<String>> sections = sections(lines(text(bytes)));
    Map<String, String> main = headers(sections.getFirst());
    if (!sections.getFirst().isEmpty()
        && !sections.getFirst().getFirst().regionMatches(true, 0, "Manifest-Version:", 0, 17)) {
      throw refusal("does not begin with Manifest-Version");
    }
    Set<String> names = new HashSet<>();
    for (List<String> section : sections.subList(1, sections.size())) {
      String name = headers(section).get("Name");
      if (name == null || !section.getFirst().regionMatches(true, 0, "Name:", 0, 5)) {
        throw refusal(
            "has a section that does not begin with a name: '%s'"
                .formatted(EntryNames.printable(section.getFirst())));
      }
      if (!names.add(name)) {
        throw refusal("has two sections for '%s'".formatted(EntryNames.printable(name)));
      }
    }
    return new ManifestText(main, names);
  }

  private static String text(byte[] bytes) throws RefusedException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw refusal("is no UTF-8");
    }
  }

  /** The lines, those that go on put together. */
  private static List<String> lines(String text) throws RefusedException {
    List<StringBuilder> lines = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      int end = at;
      while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
        end++;
      }
      if (end == text.length()) {
        throw refusal("has no end of line at its end");
      }
      String line = text.substring(at, end);
      at = end + (text.startsWith("\r\n", end) ? 2 : 1);
      if (line.chars().anyMatch(c -> c < ' ' && c != '\t' || c == 0x7F || c == 0xFEFF)) {
        throw refusal("has a control character in '%s'".formatted(EntryNames.printable(line)));
      }
      if (!line.startsWith(" ")) {
        lines.add(new StringBuilder(line));
      } else if (lines.isEmpty() || lines.getLast().indexOf(": ") < 0) {
        throw refusal(
            "has a line that goes on, but no header before it: '%s'"
                .formatted(EntryNames.printable(line)));
      } else {
        lines.getLast().append(line, 1, line.length());
      }
    }
    return lines.stream().map(StringBuilder::toString).toList();
  }

  private static List<List<String>> sections(List<String> lines) throws RefusedException {
    List<List<String>> sections = new ArrayList<>();
    List<String> section = new ArrayList<>();
    sections.add(section);
    boolean open = true;
    for (String line : lines) {
      if (line.isEmpty()) {
        open = false;
      } else if (!open) {
        section = new ArrayList<>(List.of(line));
        sections.add(section);
        open = true;
      } else {
        section.add(line);
      }
      if (sections.size() > MAX_HEADERS * 10 || section.size() > MAX_HEADERS) {
        throw refusal("has too many headers");
      }
    }
    if (sections.getFirst().isEmpty() && !lines.isEmpty()) {
      throw refusal("begins with an empty line");
    }
    return sections;
  }

  private static Map<String, String> headers(List<String> section) throws RefusedException {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String line : section) {
      int colon = line.indexOf(": ");
      String name = colon < 0 ? line : line.substring(0, colon);
      if (colon < 0 || !NAME.matcher(name).matches()) {
        throw refusal("has a line that is no header: '%s'".formatted(EntryNames.printable(line)));
      }
      if (headers.put(name, line.substring(colon + 2)) != null) {
        throw refusal("has the header '%s' twice".formatted(name));
      }
    }
    return headers;
  }

  /** A main header; empty when it is not there. */
  String header(String name) {
    return main.getOrDefault(name, "").strip();
  }

  private static RefusedException refusal(String what) {
    return new RefusedException("its manifest " + what);
  }
}
