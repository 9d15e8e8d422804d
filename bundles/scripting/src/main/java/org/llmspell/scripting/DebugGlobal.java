package org.llmspell.scripting;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.script.ScriptArguments;
import org.llmspell.core.script.ScriptFunction;
import org.llmspell.core.script.ScriptGlobal;
import org.llmspell.core.script.ScriptObject;
import org.llmspell.core.script.ScriptSession;
import org.llmspell.core.script.ScriptTableView;
import org.llmspell.scripting.Timers.Timer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * The global {@code Debug}: a log with levels and filters, timers and what they tell, values and
 * the stack in readable form. All that it keeps belongs to one script.
 */
@Component
public final class DebugGlobal implements ScriptGlobal {
  private static final List<String> KINDS = List.of("exact", "wildcard", "regex", "hierarchical");

  private final ScriptLogs logs;

  /** The global over the logs of all scripts. */
  @Activate
  public DebugGlobal(@Reference ScriptLogs logs) {
    this.logs = logs;
  }

  @Override
  public List<String> names() {
    return List.of("Debug");
  }

  @Override
  public Object open(ScriptSession session) {
    var members = new Members(session, logs.of(session));
    return (ScriptObject) members::all;
  }

  /** The members for one script. */
  private static final class Members {
    private final ScriptSession session;
    private final ScriptLog log;
    private final PlainJson json = new PlainJson();
    private final Timers timers = new Timers(System::nanoTime, Memory::used);
    private final TimerReports reports = new TimerReports(timers);
    private final Map<String, Object> members = new LinkedHashMap<>();

    Members(ScriptSession session, ScriptLog log) {
      this.session = session;
      this.log = log;
    }

    Map<String, Object> all() {
      new LogFunctions(log).addTo(members);
      addFilters();
      addTimers();
      addViews();
      return members;
    }

    private void put(String name, ScriptFunction function) {
      members.put(name, function);
    }

    private void addFilters() {
      put(
          "addModuleFilter",
          args -> {
            log.add(ModuleRule.of(args.text(0, "pattern"), args.truthy(1)));
            return null;
          });
      put("addAdvancedFilter", this::addAdvancedFilter);
      put("removeModuleFilter", args -> log.remove(args.text(0, "pattern")));
      put(
          "clearModuleFilters",
          _ -> {
            log.clearRules();
            return null;
          });
      put(
          "setDefaultFilterEnabled",
          args -> {
            log.passByDefault(args.truthy(0));
            return null;
          });
      put("getFilterSummary", _ -> filters());
      put(
          "getCapturedEntries",
          args ->
              log
                  .newest(
                      args.optionalNumber(0, "limit").map(Double::longValue).orElse(Long.MAX_VALUE))
                  .stream()
                  .map(Members::entry)
                  .toList());
      put(
          "clearCaptured",
          _ -> {
            log.clearEntries();
            return null;
          });
    }

    private boolean addAdvancedFilter(ScriptArguments args) {
      String kind = args.text(1, "kind");
      if (!KINDS.contains(kind)) {
        return false;
      }
      log.add(ModuleRule.of(args.text(0, "pattern"), kind, args.truthy(2)));
      return true;
    }

    private Map<String, Object> filters() {
      List<Object> rules =
          log.rules().stream()
              .<Object>map(rule ->
                  Map.of(
                      "pattern", rule.pattern(),
                      "pattern_type", rule.kind(),
                      "enabled", rule.enabled()))
              .toList();
      return Map.of(
          "default_enabled",
          log.passesByDefault(),
          "total_rules",
          (long) rules.size(),
          "rules",
          rules);
    }

    private static Map<String, @Nullable Object> entry(ScriptLog.Entry entry) {
      Map<String, @Nullable Object> table = new LinkedHashMap<>();
      table.put("timestamp", entry.time().toString());
      table.put("level", entry.level().name());
      table.put("message", entry.message());
      table.put("module", entry.module());
      table.put("metadata", entry.data());
      return table;
    }

    private void addTimers() {
      put("timer", args -> timer(timers.start(args.optionalText(0, "name").orElse("timer"))));
      put(
          "recordEvent",
          args ->
              timers
                  .find(args.text(0, "timer_id"))
                  .map(timer -> timer.note("event", args.text(1, "event"), args.get(2)))
                  .orElse(false));
      put("performanceReport", _ -> reports.text());
      put("jsonReport", _ -> json.write(reports.plain(), true));
      put("flameGraph", _ -> timers.folded());
      put("memoryStats", _ -> Memory.stats());
      put("memorySnapshot", _ -> reports.memory(Instant.now().getEpochSecond()));
    }

    private static ScriptObject timer(Timer timer) {
      ScriptFunction stop = _ -> timer.stop() ? millis(timer) : null;
      ScriptFunction lap =
          args -> timer.note("lap", args.optionalText(0, "name").orElse("lap"), null);
      ScriptFunction elapsed = _ -> timer.isRunning() ? millis(timer) : null;
      return () ->
          Map.of(
              "id", timer.id(), "name", timer.name(), "stop", stop, "lap", lap, "elapsed", elapsed);
    }

    private static double millis(Timer timer) {
      return timer.elapsedNanos() / 1e6;
    }

    private void addViews() {
      dump("dump", ValueDump.Options.DEFAULT);
      dump("dumpCompact", ValueDump.Options.COMPACT);
      dump("dumpVerbose", ValueDump.Options.VERBOSE);
      put(
          "dumpWithOptions",
          ScriptFunction.viewing(args ->
              ValueDump.of(args.get(0), ValueDump.Options.of(options(args, 1)), label(args, 2))));
      put("stackTrace", args -> trace(args).text());
      put("stackTraceJson", args -> json.write(trace(args).plain(), false));
    }

    private void dump(String name, ValueDump.Options options) {
      put(name, ScriptFunction.viewing(args -> ValueDump.of(args.get(0), options, label(args, 1))));
    }

    private static @Nullable String label(ScriptArguments args, int index) {
      Object label = args.get(index);
      return label == null ? null : label.toString();
    }

    private static Map<String, @Nullable Object> options(ScriptArguments args, int index) {
      Map<String, @Nullable Object> options = new LinkedHashMap<>();
      if (args.get(index) instanceof ScriptTableView table) {
        table.entries(100).forEach(entry -> options.put(entry.key().toString(), entry.value()));
      }
      return options;
    }

    private StackTraces trace(ScriptArguments args) {
      return StackTraces.of(session.stackTrace(), args.optionalTable(0, "options"));
    }
  }
}
