package org.llmspell.scripting;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.script.ScriptTableView;
import org.llmspell.core.script.ScriptTableView.Entry;
import org.llmspell.core.script.ScriptTableView.Opaque;

/** Writes a value of a script for people to read. */
final class ValueDump {

  /** How much is shown. */
  record Options(
      int maxDepth,
      int indentSize,
      int maxStringLength,
      int maxArrayElements,
      int maxTablePairs,
      boolean showTypes,
      boolean showAddresses,
      boolean compact) {

    static final Options DEFAULT = new Options(10, 2, 200, 50, 50, true, false, false);
    static final Options COMPACT = new Options(3, 0, 50, 10, 10, false, false, true);
    static final Options VERBOSE = new Options(20, 4, 1_000, 200, 200, true, true, false);

    /** The default options with those that are given in their place. */
    static Options of(Map<String, @Nullable Object> given) {
      return new Options(
          number(given, "max_depth", DEFAULT.maxDepth),
          number(given, "indent_size", DEFAULT.indentSize),
          number(given, "max_string_length", DEFAULT.maxStringLength),
          number(given, "max_array_elements", DEFAULT.maxArrayElements),
          number(given, "max_table_pairs", DEFAULT.maxTablePairs),
          flag(given, "show_types", DEFAULT.showTypes),
          flag(given, "show_addresses", DEFAULT.showAddresses),
          flag(given, "compact_mode", DEFAULT.compact));
    }

    private static int number(Map<String, @Nullable Object> given, String key, int byDefault) {
      return given.get(key) instanceof Number number
          ? Math.clamp(number.longValue(), 0, 100_000)
          : byDefault;
    }

    private static boolean flag(
        Map<String, @Nullable Object> given, String key, boolean byDefault) {
      return given.get(key) instanceof Boolean flag ? flag : byDefault;
    }
  }

  /** However deep the options go, the writer itself must end. */
  private static final int MAX_DEPTH = 200;

  private static final int MAX_LENGTH = 1_000_000;

  private final Options options;
  private final StringBuilder out = new StringBuilder();
  private final List<ScriptTableView> path = new ArrayList<>();

  private ValueDump(Options options) {
    this.options = options;
  }

  /** The text of a value, behind a label when there is one. */
  static String of(@Nullable Object value, Options options, @Nullable String label) {
    var dump = new ValueDump(options);
    if (label != null) {
      dump.out.append(label).append(options.compact ? ": " : ":\n");
    }
    dump.write(value);
    return dump.out.toString();
  }

  private void write(@Nullable Object value) {
    switch (value) {
      case null -> out.append("nil");
      case String text -> writeText(text);
      case ScriptTableView table -> writeTable(table);
      case Opaque opaque -> {
        out.append('<').append(opaque.type());
        out.append(options.showAddresses ? " " + opaque.address() : "").append('>');
      }
      case Boolean flag -> out.append(flag).append(type("boolean"));
      case Object number -> out.append(number).append(type("number"));
    }
  }

  private String type(String name) {
    return options.showTypes ? " (" + name + ")" : "";
  }

  private void writeText(String text) {
    boolean cut = text.length() > options.maxStringLength;
    String shown = cut ? text.substring(0, options.maxStringLength) : text;
    out.append('"');
    for (int i = 0; i < shown.length(); i++) {
      char c = shown.charAt(i);
      switch (c) {
        case '"', '\\' -> out.append('\\').append(c);
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> out.append(c < ' ' ? "\\%d".formatted((int) c) : String.valueOf(c));
      }
    }
    out.append('"').append(cut ? "... (%d characters)".formatted(text.length()) : "");
    out.append(type("string"));
  }

  private void writeTable(ScriptTableView table) {
    String address = options.showAddresses ? " " + table.address() : "";
    if (path.contains(table)) {
      out.append("<circular reference").append(address).append('>');
      return;
    }
    if (path.size() >= Math.min(options.maxDepth, MAX_DEPTH) || out.length() > MAX_LENGTH) {
      out.append("{...}");
      return;
    }
    long length = table.length();
    int limit = Math.max(options.maxArrayElements, options.maxTablePairs) + 1;
    List<Entry> entries = table.entries((int) Math.min(length, limit) + limit);
    if (entries.isEmpty()) {
      out.append("{}");
      return;
    }
    out.append(options.showTypes ? "table" + address + " " : "").append('{');
    path.add(table);
    writeEntries(entries.stream().filter(e -> isItem(e, length)).toList(), length, true);
    List<Entry> pairs =
        entries.stream()
            .filter(e -> !isItem(e, length))
            .sorted(Comparator.comparing(e -> key(e.key())))
            .toList();
    writeEntries(pairs, pairs.size(), false);
    path.removeLast();
    newLine();
    out.append('}');
  }

  private static boolean isItem(Entry entry, long length) {
    return entry.key() instanceof Long index && index >= 1 && index <= length;
  }

  private void writeEntries(List<Entry> entries, long count, boolean items) {
    int limit = items ? options.maxArrayElements : options.maxTablePairs;
    for (Entry entry : entries.subList(0, Math.min(limit, entries.size()))) {
      newLine();
      out.append(items ? "[%s]".formatted(entry.key()) : key(entry.key())).append(" = ");
      write(entry.value());
      out.append(',');
    }
    if (count > limit) {
      newLine();
      out.append(items ? "... (%d elements)".formatted(count) : "... (more pairs)").append(',');
    }
  }

  private static String key(Object key) {
    return switch (key) {
      case String text -> text;
      case ScriptTableView _ -> "[<table>]";
      case Opaque opaque -> "[<" + opaque.type() + ">]";
      default -> "[" + key + "]";
    };
  }

  private void newLine() {
    if (options.compact) {
      out.append(out.charAt(out.length() - 1) == '{' ? "" : " ");
    } else {
      out.append('\n').repeat(" ", options.indentSize * path.size());
    }
  }
}
