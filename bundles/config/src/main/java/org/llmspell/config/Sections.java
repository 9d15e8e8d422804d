package org.llmspell.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.config.Settings;
import org.llmspell.core.error.SpellException;

/** Which section of the settings is which configuration of ConfigAdmin. */
final class Sections {

  private static final String TABLE =
      """
      events                     org.llmspell.events
      events.export              org.llmspell.events.export
      events.persistence         org.llmspell.events.persistence
      events.persistence         org.llmspell.events.store
      events.correlation         org.llmspell.events.correlation
      hooks                      org.llmspell.hooks
      hooks.recorder             org.llmspell.hooks.recorder
      hooks.tools                org.llmspell.hooks.tools
      hooks.system               org.llmspell.hooks.system
      hooks.recorder             org.llmspell.hooks.recorder
      runtime.state_persistence  org.llmspell.state
      runtime.sessions           org.llmspell.sessions
      runtime.security           org.llmspell.security            =
      runtime.security.plugins   org.llmspell.verify
      tools                      org.llmspell.security            = tools.
      providers                  org.llmspell.providers           = .
      """;

  /** Below it, a table for each PID of a third party. */
  private static final String BUNDLES = "bundles";

  /** Nobody knows where a setting is. */
  static final UnaryOperator<String> NOWHERE = _ -> "";

  /**
   * One setting.
   *
   * @param places where a setting is, for messages; empty when that is not known
   */
  record Setting(String key, @Nullable Object value, UnaryOperator<String> places) {

    /** A setting from nobody knows where. */
    Setting(String key, @Nullable Object value) {
      this(key, value, NOWHERE);
    }
  }

  /**
   * The settings for one PID.
   *
   * @param ours whether it is one of our own, in whose keys a dot stands for an underscore, unless
   *     the table says that they stay as they stand
   * @param settings by their key in the section; keys of tables in it are joined with dots
   */
  record Section(boolean ours, Map<String, Setting> settings) {}

  /**
   * A section and the PID that it is for.
   *
   * @param asGiven whether keys stay as they stand
   * @param prefix what stands before the keys there
   */
  record Row(String section, String pid, boolean asGiven, String prefix) {

    /** Reads a line: section, PID, and for keys as they stand an equals sign and the prefix. */
    static Row parse(String line) {
      String[] cells = line.split(" +", -1);
      return new Row(cells[0], cells[1], cells.length > 2, cells.length > 3 ? cells[3] : "");
    }
  }

  private Sections() {}

  /** The settings by PID. Without those of sections that are not in the settings. */
  static Map<String, Section> of(Settings settings, UnaryOperator<String> places) {
    Map<String, Section> sections = new LinkedHashMap<>();
    if (settings.values().isEmpty()) {
      return sections;
    }
    List<Row> rows = rows();
    Set<String> names = rows.stream().map(Row::section).collect(Collectors.toSet());
    for (Row row : rows) {
      settings
          .get(row.section)
          .ifPresent(value ->
              sections.merge(
                  row.pid,
                  new Section(!row.asGiven, flat(row, value, names, places)),
                  Sections::joined));
    }
    settings
        .get(BUNDLES)
        .ifPresent(value ->
            table(BUNDLES, value)
                .forEach((pid, own) -> {
                  String section = "%s.\"%s\"".formatted(BUNDLES, pid);
                  if (sections.containsKey(String.valueOf(pid))) {
                    throw SpellException.configuration(
                        "Section '%s' sets up what has a section of its own; use that one"
                            .formatted(section),
                        null);
                  }
                  var row = new Row(section, String.valueOf(pid), true, "");
                  sections.put(row.pid, new Section(false, flat(row, own, Set.of(), places)));
                }));
    return sections;
  }

  /** All sections that have a PID. */
  static List<Row> rows() {
    return TABLE.lines().map(Row::parse).toList();
  }

  /** Both have the same PID, and different keys. */
  private static Section joined(Section one, Section other) {
    Map<String, Setting> settings = new TreeMap<>(one.settings);
    settings.putAll(other.settings);
    return new Section(one.ours, settings);
  }

  private static Map<?, ?> table(String key, @Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      return map;
    }
    throw SpellException.configuration(
        "Setting '%s' is '%s' but must be a section".formatted(key, value), null);
  }

  private static Map<String, Setting> flat(
      Row row, @Nullable Object value, Set<String> others, UnaryOperator<String> places) {
    Map<String, Setting> settings = new TreeMap<>();
    flatten(settings, row, "", table(row.section, value), others, places);
    return settings;
  }

  private static void flatten(
      Map<String, Setting> to,
      Row row,
      String prefix,
      Map<?, ?> table,
      Set<String> others,
      UnaryOperator<String> places) {
    table.forEach((name, value) -> {
      String key = prefix + name;
      String full = row.section + '.' + key;
      if (others.contains(full)) {
        return;
      }
      if (value instanceof Map<?, ?> inner) {
        flatten(to, row, key + '.', inner, others, places);
      } else {
        to.put(row.prefix + key, new Setting(full, value, places));
      }
    });
  }
}
