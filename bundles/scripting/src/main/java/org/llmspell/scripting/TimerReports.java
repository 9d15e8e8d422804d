package org.llmspell.scripting;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.llmspell.scripting.Timers.Timer;

/** What a script's timers tell, in several forms. */
record TimerReports(Timers timers) {

  /** A table for people, one line for each name. */
  String text() {
    var text = new StringBuilder("Performance report\n");
    if (timers.all().isEmpty()) {
      return text.append("no timers\n").toString();
    }
    text.append(
        "%-32s %8s %12s %12s %12s %12s%n"
            .formatted("timer", "count", "total ms", "mean ms", "min ms", "max ms"));
    statistics()
        .forEach((name, s) ->
            text.append(
                String.format(
                    Locale.ROOT,
                    "%-32s %8d %12.3f %12.3f %12.3f %12.3f%n",
                    name,
                    s.getCount(),
                    ms(s.getSum()),
                    ms(s.getAverage()),
                    ms(s.getMin()),
                    ms(s.getMax()))));
    return text.toString();
  }

  private static double ms(double nanos) {
    return nanos / 1e6;
  }

  private Map<String, LongSummaryStatistics> statistics() {
    return timers.all().stream()
        .collect(
            Collectors.groupingBy(
                Timer::name, LinkedHashMap::new, Collectors.summarizingLong(Timer::elapsedNanos)));
  }

  /** Every timer with its laps and events, as plain values. */
  Map<String, @Nullable Object> plain() {
    List<@Nullable Object> list = new ArrayList<>();
    for (Timer timer : timers.all()) {
      Map<String, @Nullable Object> entry = new LinkedHashMap<>();
      entry.put("id", timer.id());
      entry.put("name", timer.name());
      entry.put("running", timer.isRunning());
      entry.put("duration_ms", ms(timer.elapsedNanos()));
      entry.put("laps", notes(timer, "lap"));
      entry.put("events", notes(timer, "event"));
      list.add(entry);
    }
    Map<String, @Nullable Object> summary = new LinkedHashMap<>();
    statistics()
        .forEach((name, s) ->
            summary.put(
                name,
                Map.of(
                    "count", s.getCount(),
                    "total_ms", ms(s.getSum()),
                    "mean_ms", ms(s.getAverage()),
                    "min_ms", ms(s.getMin()),
                    "max_ms", ms(s.getMax()))));
    Map<String, @Nullable Object> report = new LinkedHashMap<>();
    report.put("timers", list);
    report.put("summary", summary);
    return report;
  }

  private static List<Object> notes(Timer timer, String kind) {
    return timer.notes().stream()
        .filter(note -> note.kind().equals(kind))
        .<Object>map(note -> {
          Map<String, @Nullable Object> entry = new LinkedHashMap<>();
          entry.put("name", note.name());
          entry.put("at_ms", ms(note.nanos()));
          if (note.data() != null) {
            entry.put("data", note.data());
          }
          return entry;
        })
        .toList();
  }

  /** The memory that was taken while timers ran. */
  Map<String, @Nullable Object> memory(long now) {
    Map<String, Object> usage = new LinkedHashMap<>();
    long total = 0;
    long active = 0;
    for (Timer timer : timers.all()) {
      long delta = timer.endBytes() - timer.startBytes();
      total += delta;
      active += timer.isRunning() ? 1 : 0;
      usage.put(
          timer.name(),
          Map.of(
              "start_bytes", timer.startBytes(),
              "end_bytes", timer.endBytes(),
              "delta_bytes", delta));
    }
    Map<String, @Nullable Object> snapshot = new LinkedHashMap<>();
    snapshot.put("timestamp_secs", now);
    snapshot.put("active_trackers", active);
    snapshot.put("total_memory_delta_bytes", total);
    snapshot.put("tracker_memory_usage", usage);
    return snapshot;
  }
}
