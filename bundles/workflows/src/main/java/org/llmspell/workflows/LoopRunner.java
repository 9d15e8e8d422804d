package org.llmspell.workflows;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.hook.HookPoint;
import org.llmspell.workflows.PatternRunner.Ended;
import org.llmspell.workflows.PatternRunner.Row;
import org.llmspell.workflows.PatternRunner.TimeUpException;
import org.llmspell.workflows.definition.Pattern;
import org.llmspell.workflows.definition.Pattern.Aggregation;
import org.llmspell.workflows.definition.Pattern.Break;
import org.llmspell.workflows.definition.Pattern.Iteration;
import org.llmspell.workflows.definition.Shown;

/** Runs the same steps again and again. */
final class LoopRunner {
  private static final HookPoint BEGUN = new HookPoint.Custom("loop_iteration_start");
  private static final HookPoint ENDED = new HookPoint.Custom("loop_iteration_complete");
  private static final HookPoint OVER = new HookPoint.Custom("loop_termination");

  private final Run run;
  private final PatternRunner rows;
  private final List<Object> kept = new ArrayList<>();
  private final List<@Nullable Object> outputs = new ArrayList<>();
  private List<?> found = List.of();
  private long begun;
  private long completed;
  private @Nullable String reason;
  private @Nullable Outcome failed;
  private @Nullable Outcome last;

  LoopRunner(Run run, PatternRunner rows) {
    this.run = run;
    this.rows = rows;
  }

  Ended run(Pattern.Loop loop) {
    try {
      switch (loop.iterator()) {
        case Iteration.Range range -> each(loop, numbers(range));
        case Iteration.Collection(var items) -> each(loop, items.iterator());
        case Iteration.Found(var source) -> each(loop, found(source).iterator());
        case Iteration.While(var condition, long max) -> {
          while (begun < max
              && run.decides("i" + begun + ".", condition, run.context())
              && once(loop, begun)) {
            // as long as it holds
          }
        }
      }
    } catch (TimeUpException e) {
      run.checkCancelled();
      reason = "Workflow timeout exceeded";
      run.signal(OVER, "break_reason", reason, "iterations", begun);
      throw e;
    }
    run.signal(OVER, "break_reason", reason, "iterations", begun);
    return ended(loop);
  }

  private List<?> found(Object source) {
    Object items = run.find(source);
    found =
        switch (items) {
          case List<?> list -> list;
          case Map<?, ?> map when map.isEmpty() -> List.of();
          case null, default ->
              throw SpellException.validation(
                  "iterator.collection",
                  "iterator.collection: must give a list, not " + Shown.of(items));
        };
    return found;
  }

  private static Iterator<Long> numbers(Iteration.Range range) {
    long step = range.step();
    return LongStream.iterate(
            range.start(),
            number -> step > 0 ? number < range.end() : number > range.end(),
            number -> Math.addExact(number, step))
        .iterator();
  }

  private void each(Pattern.Loop loop, Iterator<? extends @Nullable Object> items) {
    while (items.hasNext() && once(loop, items.next())) {
      // until the last one
    }
  }

  /** Does the body once; whether the loop goes on. */
  private boolean once(Pattern.Loop loop, @Nullable Object value) {
    if (begun > 0 && !loop.pause().isZero()) {
      run.sleep(loop.pause());
    }
    RunData data = run.data();
    data.share("loop_index", begun);
    data.share("loop_value", value);
    data.share("iteration", begun);
    run.signal(BEGUN, "iteration", begun, "value", value);
    begun++;
    Row row = rows.row(loop.body(), run.context(), "i" + (begun - 1) + ".");
    keep(loop.results(), row);
    last = row.last() == null ? last : row.last();
    run.signal(ENDED, "iteration", begun - 1, "success", row.failed() == null);
    run.callbacks().tell("on_iteration_complete", begun - 1, row.tables());
    if (row.failed() != null) {
      failed = row.failed();
      return false;
    }
    completed++;
    return !isBroken(loop.breaks());
  }

  private boolean isBroken(List<Break> breaks) {
    for (Break one : breaks) {
      String place = "i%d.break%d.".formatted(begun - 1, breaks.indexOf(one) + 1);
      if (run.decides(place, one.condition(), run.context())) {
        reason = one.message();
        return true;
      }
    }
    return false;
  }

  private void keep(Aggregation aggregation, Row row) {
    boolean full = kept.size() == aggregation.count();
    switch (aggregation.kind()) {
      case COLLECT_ALL -> add(row);
      case LAST_ONLY -> {
        kept.clear();
        outputs.clear();
        add(row);
      }
      case FIRST_N -> {
        if (!full) {
          add(row);
        }
      }
      case LAST_N -> {
        if (full) {
          kept.removeFirst();
          outputs.removeFirst();
        }
        add(row);
      }
      case NONE -> {} // nothing is kept
    }
  }

  private void add(Row row) {
    kept.add(row.tables());
    outputs.add(row.last() == null ? null : row.last().output());
  }

  private long total(Pattern.Loop loop) {
    return switch (loop.iterator()) {
      case Iteration.Collection(var items) -> items.size();
      case Iteration.Found _ -> found.size();
      case Iteration.Range(long start, long end, long step) -> {
        double size = Math.ceil(((double) end - start) / step);
        yield size < 0 ? 0 : (long) size;
      }
      case Iteration.While _ -> begun;
    };
  }

  private Ended ended(Pattern.Loop loop) {
    Outcome broken = failed;
    Map<String, @Nullable Object> results = new LinkedHashMap<>();
    results.put("all_iterations", kept);
    results.put(
        "loop_metadata",
        Map.of("aggregation", loop.results().kind().name().toLowerCase(java.util.Locale.ROOT)));
    Map<String, @Nullable Object> data = new LinkedHashMap<>();
    data.put("total_iterations", total(loop));
    data.put("completed_iterations", completed);
    data.put("aggregated_results", results);
    data.put("break_reason", reason);
    Map<String, @Nullable Object> extra = new LinkedHashMap<>();
    extra.put("total_iterations", total(loop));
    extra.put("completed_iterations", completed);
    extra.put("break_reason", reason);
    return new Ended(
        broken == null,
        data,
        extra,
        last == null ? null : last.output(),
        broken == null
            ? null
            : "Iteration %d failed at step '%s': %s"
                .formatted(begun - 1, broken.name(), broken.error()),
        broken == null ? null : "iteration " + (begun - 1),
        broken == null ? null : broken.error(),
        Map.of("iterations", completed, "iteration_outputs", outputs));
  }
}
