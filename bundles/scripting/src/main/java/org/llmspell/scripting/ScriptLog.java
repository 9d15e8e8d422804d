package org.llmspell.scripting;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The log of one script: writes lines, and keeps the newest entries. Confined to the script's
 * thread.
 */
final class ScriptLog {
  static final int MAX_ENTRIES = 1_000;
  private static final int MAX_RULES = 1_000;

  /** An entry that was written. */
  record Entry(
      Instant time,
      LogLevel level,
      String message,
      @Nullable String module,
      @Nullable Object data) {}

  private final Clock clock;
  private final Consumer<String> out;
  private final PlainJson json;
  private final Deque<Entry> entries = new ArrayDeque<>();
  private final List<ModuleRule> rules = new ArrayList<>();
  private LogLevel level = LogLevel.INFO;
  private boolean enabled = true;
  private boolean passByDefault = true;

  ScriptLog(Clock clock, Consumer<String> out, PlainJson json) {
    this.clock = clock;
    this.out = out;
    this.json = json;
  }

  void log(LogLevel of, String message, @Nullable String module, @Nullable Object data) {
    if (!enabled || of == LogLevel.OFF || of.compareTo(level) > 0 || !passes(module)) {
      return;
    }
    var entry = new Entry(clock.instant(), of, message, module, data);
    if (entries.size() == MAX_ENTRIES) {
      entries.removeFirst();
    }
    entries.addLast(entry);
    out.accept(line(entry));
  }

  private String line(Entry entry) {
    return "%tFT%<tT.%<tLZ %-5s %s%s%s"
        .formatted(
            entry.time.atZone(java.time.ZoneOffset.UTC),
            entry.level,
            entry.module == null ? "" : entry.module + ": ",
            entry.message,
            entry.data == null ? "" : " " + json.write(entry.data, false));
  }

  /** The last rule that fits decides. */
  private boolean passes(@Nullable String module) {
    for (ModuleRule rule : rules.reversed()) {
      if (module != null && rule.matches().test(module)) {
        return rule.enabled();
      }
    }
    return passByDefault;
  }

  LogLevel level() {
    return level;
  }

  void level(LogLevel newLevel) {
    level = newLevel;
  }

  boolean isEnabled() {
    return enabled;
  }

  void enable(boolean on) {
    enabled = on;
  }

  void passByDefault(boolean on) {
    passByDefault = on;
  }

  boolean passesByDefault() {
    return passByDefault;
  }

  List<ModuleRule> rules() {
    return List.copyOf(rules);
  }

  /** Adds a rule, in the place of one with the same pattern. */
  void add(ModuleRule rule) {
    remove(rule.pattern());
    if (rules.size() == MAX_RULES) {
      rules.removeFirst();
    }
    rules.add(rule);
  }

  boolean remove(String pattern) {
    return rules.removeIf(rule -> rule.pattern().equals(pattern));
  }

  void clearRules() {
    rules.clear();
  }

  /** The newest entries, oldest first. */
  List<Entry> newest(long limit) {
    long skipped = Math.max(0, entries.size() - Math.max(0, limit));
    return entries.stream().skip(skipped).toList();
  }

  void clearEntries() {
    entries.clear();
  }

  /** How a level is shown in entries. */
  static String name(LogLevel level) {
    return level.name().toUpperCase(Locale.ROOT);
  }
}
