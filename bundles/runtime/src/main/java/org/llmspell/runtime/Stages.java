package org.llmspell.runtime;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.llmspell.core.ToolOutput;
import org.llmspell.core.error.ErrorKind;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.runtime.Invocation;
import org.llmspell.core.runtime.PipelineStage;
import org.llmspell.core.runtime.Stage;
import org.osgi.framework.ServiceReference;

/**
 * The stages that other bundles have registered, in one immutable list for each place. A place
 * without stages costs one volatile read.
 */
final class Stages {

  /** Highest ranking outermost. */
  private final Map<ServiceReference<?>, PipelineStage> services =
      new ConcurrentSkipListMap<>(Comparator.reverseOrder());

  private volatile Map<Stage, List<PipelineStage>> places = Map.of();

  void add(ServiceReference<PipelineStage> reference, PipelineStage stage) {
    services.put(reference, stage);
    publish();
  }

  void remove(ServiceReference<PipelineStage> reference) {
    services.remove(reference);
    publish();
  }

  private synchronized void publish() {
    Map<Stage, List<PipelineStage>> next = new EnumMap<>(Stage.class);
    services.forEach((reference, stage) ->
        next.computeIfAbsent(placeOf(reference), _ -> new ArrayList<>()).add(stage));
    next.replaceAll((_, list) -> List.copyOf(list));
    places = Map.copyOf(next);
  }

  private static Stage placeOf(ServiceReference<?> reference) {
    Object place = reference.getProperty("llmspell.stage");
    return place == null ? Stage.AROUND : Stage.valueOf(place.toString());
  }

  /** Runs the stages of a place around the rest. */
  ToolOutput run(Stage place, Invocation invocation, PipelineStage.Next rest) {
    List<PipelineStage> stages = places.get(place);
    return stages == null ? rest.proceed(invocation) : run(stages, 0, place, invocation, rest);
  }

  private static ToolOutput run(
      List<PipelineStage> stages,
      int index,
      Stage place,
      Invocation invocation,
      PipelineStage.Next rest) {
    if (index == stages.size()) {
      return rest.proceed(invocation);
    }
    try {
      return stages
          .get(index)
          .around(invocation, changed -> run(stages, index + 1, place, changed, rest));
    } catch (SpellException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new SpellException(
          new ErrorKind.Internal(),
          "A stage at %s failed in the call of tool '%s': %s"
              .formatted(place, invocation.tool().name(), Causes.of(e)),
          e);
    }
  }
}
