package org.llmspell.config;

import java.util.ArrayList;
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
      hooks.tools                org.llmspell.hooks.tools
      hooks.system               org.llmspell.hooks.system
      hooks.recorder             org.llmspell.hooks.recorder
      runtime.state_persistence  org.llmspell.state
      runtime.sessions           org.llmspell.sessions
      runtime.security           org.llmspell.security
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
   * @param ours whether it is one of our own, in whose keys a dot stands for an underscore
   * @param settings by their key in the section; keys of tables in it are joined with dots
   */
  record Section(boolean ours, Map<String, Setting> settings) {}

  /** A section and the PID that it is for. */
  record Row(String section, String pid) {}

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
              sections.put(row.pid, new Section(true, flat(row.section, value, names, places))));
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
                  sections.put(
                      String.valueOf(pid),
                      new Section(false, flat(section, own, Set.of(), places)));
                }));
    return sections;
  }

  /** All sections that have a PID. */
  static List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    for (String line : TABLE.lines().toList()) {
      int blank = line.indexOf(' ');
      rows.add(new Row(line.substring(0, blank), line.substring(blank).strip()));
    }
    return rows;
  }

  private static Map<?, ?> table(String key, @Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      return map;
    }
    throw SpellException.configuration(
        "Setting '%s' is '%s' but must be a section".formatted(key, value), null);
  }

  private static Map<String, Setting> flat(
      String section, @Nullable Object value, Set<String> others, UnaryOperator<String> places) {
    Map<String, Setting> settings = new TreeMap<>();
    flatten(settings, section, "", table(section, value), others, places);
    return settings;
  }

  private static void flatten(
      Map<String, Setting> to,
      String section,
      String prefix,
      Map<?, ?> table,
      Set<String> others,
      UnaryOperator<String> places) {
    table.forEach((name, value) -> {
      String key = prefix + name;
      String full = section + '.' + key;
      if (others.contains(full)) {
        return;
      }
      if (value instanceof Map<?, ?> inner) {
        flatten(to, section, key + '.', inner, others, places);
      } else {
        to.put(key, new Setting(full, value, places));
      }
    });
  }
}
