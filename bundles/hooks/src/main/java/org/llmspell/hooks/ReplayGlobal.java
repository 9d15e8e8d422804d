package org.llmspell.hooks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.hook.replay.ReplayComparison.Difference;
import org.llmspell.core.hook.replay.ReplayConfig;
import org.llmspell.core.hook.replay.ReplayMode;
import org.llmspell.core.hook.replay.ReplaySchedule;
import org.llmspell.core.script.ScriptArguments;
import org.llmspell.core.script.ScriptFunction;
import org.llmspell.core.script.ScriptGlobal;
import org.llmspell.core.script.ScriptObject;
import org.llmspell.core.script.ScriptSession;
import org.osgi.service.component.annotations.Component;

/** The global {@code Replay}: modes, configurations, schedules and a comparator, as values. */
@Component
public final class ReplayGlobal implements ScriptGlobal {

  @Override
  public List<String> names() {
    return List.of("Replay");
  }

  @Override
  public Object open(ScriptSession session) {
    Map<String, Object> modes = new LinkedHashMap<>();
    for (ReplayMode mode : ReplayMode.values()) {
      modes.put(mode.text(), new Mode(mode));
    }
    ScriptFunction once = args -> new Schedule(new ReplaySchedule.Once(seconds(args, 0, "delay")));
    ScriptFunction interval = ReplayGlobal::interval;
    ScriptFunction cron = args -> new Schedule(new ReplaySchedule.Cron(args.text(0, "expression")));
    ScriptFunction config = args -> new Config(mode(args));
    ScriptFunction modification =
        args ->
            new Modification(
                args.text(0, "path"), args.get(1), args.get(2) == null || args.truthy(2));
    ScriptFunction comparator = _ -> (ScriptObject) ReplayGlobal::comparator;
    return (ScriptObject)
        () ->
            Map.of(
                "modes", modes,
                "create_config", config,
                "create_modification", modification,
                "schedules", Map.of("once", once, "interval", interval, "cron", cron),
                "create_comparator", comparator);
  }

  private static ReplayMode mode(ScriptArguments args) {
    return switch (args.get(0)) {
      case null -> ReplayMode.EXACT;
      case Mode(ReplayMode mode) -> mode;
      default -> ReplayMode.parse(args.text(0, "mode"));
    };
  }

  private static Duration seconds(ScriptArguments args, int index, String name) {
    double value = args.optionalNumber(index, name).orElse(0.0);
    return Duration.ofNanos((long) (1e9 * Math.max(0, value)));
  }

  private static Schedule interval(ScriptArguments args) {
    Integer max = args.optionalNumber(2, "max").map(Double::intValue).orElse(null);
    return new Schedule(
        new ReplaySchedule.Interval(
            seconds(args, 0, "initial"), seconds(args, 1, "interval"), max));
  }

  private static Map<String, Object> comparator() {
    ScriptFunction compare =
        args -> {
          JsonDifference.Found found = JsonDifference.DEFAULT.compare(args.get(0), args.get(1));
          Map<String, Object> result = new LinkedHashMap<>();
          boolean identical = found.differences().isEmpty();
          result.put("identical", identical);
          result.put("similarity_score", found.similarity());
          result.put(
              "summary",
              identical
                  ? "The values are identical"
                  : "%d differences".formatted(found.differences().size()));
          if (!identical) {
            result.put(
                "differences", found.differences().stream().map(ReplayGlobal::describe).toList());
          }
          return result;
        };
    return Map.of("compare_json", compare);
  }

  private static Map<String, Object> describe(Difference difference) {
    return Map.of("path", difference.path(), "description", difference.description());
  }

  private record Mode(ReplayMode mode) implements ScriptObject {
    @Override
    public Map<String, Object> members() {
      ScriptFunction name = _ -> mode.text();
      return Map.of("name", name);
    }
  }

  private record Schedule(ReplaySchedule schedule) implements ScriptObject {
    @Override
    public Map<String, Object> members() {
      ScriptFunction type = _ -> schedule.typeName();
      return Map.of("type_name", type);
    }
  }

  /** A modification in the hands of a script, which may switch it. */
  private static final class Modification implements ScriptObject {
    private final String path;
    private final @Nullable Object value;
    private boolean enabled;

    Modification(String path, @Nullable Object value, boolean enabled) {
      this.path = path;
      this.value = value;
      this.enabled = enabled;
    }

    @Override
    public Map<String, Object> members() {
      ScriptFunction getPath = _ -> path;
      ScriptFunction getValue = _ -> value;
      ScriptFunction isEnabled = _ -> enabled;
      ScriptFunction setEnabled =
          args -> {
            enabled = args.truthy(0);
            return null;
          };
      return Map.of(
          "get_path", getPath,
          "get_value", getValue,
          "is_enabled", isEnabled,
          "set_enabled", setEnabled);
    }
  }

  /** A configuration in the hands of a script. */
  private static final class Config implements ScriptObject {
    private final ReplayConfig base;
    private final List<Modification> modifications = new ArrayList<>();

    Config(ReplayMode mode) {
      base = ReplayConfig.of(mode);
    }

    @Override
    public Map<String, Object> members() {
      ScriptFunction mode = _ -> new Mode(base.mode());
      ScriptFunction compare = _ -> base.compareResults();
      ScriptFunction timeout = _ -> base.timeout().toSeconds();
      ScriptFunction stop = _ -> base.stopOnError();
      ScriptFunction all = _ -> List.copyOf(modifications);
      ScriptFunction add =
          args -> {
            boolean enabled = args.get(2) == null || args.truthy(2);
            modifications.add(new Modification(args.text(0, "path"), args.get(1), enabled));
            return null;
          };
      return Map.of(
          "get_mode", mode,
          "should_compare_results", compare,
          "get_timeout_seconds", timeout,
          "should_stop_on_error", stop,
          "get_modifications", all,
          "add_modification", add);
    }
  }
}
