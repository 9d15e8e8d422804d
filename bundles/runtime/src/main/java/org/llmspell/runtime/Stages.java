package org.llmspell.runtime;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.ToolOutput;
import org.llmspell.core.error.ErrorKind;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.runtime.Invocation;
import org.llmspell.core.runtime.PipelineStage;
import org.llmspell.core.runtime.Stage;
import org.osgi.framework.ServiceReference;

/**
 * The stages that other bundles have registered, in one immutable list for each place. A place
 * without stages costs one volatile read. A stage that goes is waited for like a tool, so that no
 * call runs into a stage that was deactivated.
 */
final class Stages {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final List<List<Entry>> NONE =
      Collections.nCopies(Stage.values().length, List.of());

  /** Highest ranking outermost. */
  private final Map<ServiceReference<?>, Entry> services =
      new ConcurrentSkipListMap<>(Collections.reverseOrder());

  private volatile List<List<Entry>> places = NONE;

  /** A stage and the gate that its calls go through. */
  private record Entry(Stage place, PipelineStage stage, Gate gate) {}

  void add(ServiceReference<PipelineStage> reference, PipelineStage stage) {
    services.put(reference, new Entry(placeOf(reference), stage, new Gate()));
    publish();
  }

  void remove(ServiceReference<PipelineStage> reference) {
    Entry gone = services.remove(reference);
    publish();
    if (gone != null) {
      gone.gate.close();
      await(gone.gate);
    }
  }

  private static void await(Gate gate) {
    try {
      // A call may end the very stage that it is inside of: those calls are not waited for.
      int own = Lease.depthOf(Pipeline.current());
      gate.awaitAtMost(own, System.nanoTime() + PATIENCE.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void publish() {
    List<List<Entry>> next = new ArrayList<>();
    for (Stage place : Stage.values()) {
      next.add(services.values().stream().filter(entry -> entry.place == place).toList());
    }
    places = List.copyOf(next);
  }

  private static Stage placeOf(ServiceReference<?> reference) {
    Object place = reference.getProperty("llmspell.stage");
    if (place == null) {
      return Stage.AROUND;
    }
    return Arrays.stream(Stage.values())
        .filter(stage -> stage.name().equals(place.toString()))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "llmspell.stage is '%s' but must be one of %s"
                    .formatted(place, Arrays.toString(Stage.values()))));
  }

  /** Runs the stages of a place around the rest. */
  @SuppressWarnings("EnumOrdinal") // an array index is the cheapest look-up on the hot path
  ToolOutput run(Stage place, Invocation invocation, PipelineStage.Next rest) {
    List<Entry> stages = places.get(place.ordinal());
    return stages.isEmpty() ? rest.proceed(invocation) : run(stages, 0, invocation, rest);
  }

  private static ToolOutput run(
      List<Entry> stages, int index, Invocation invocation, PipelineStage.Next rest) {
    if (index == stages.size()) {
      return rest.proceed(invocation);
    }
    Entry entry = stages.get(index);
    if (!entry.gate.enter()) {
      return run(stages, index + 1, invocation, rest);
    }
    try {
      return checked(
          entry, entry.stage.around(invocation, changed -> run(stages, index + 1, changed, rest)));
    } catch (SpellException e) {
      throw e;
    } catch (Throwable e) {
      throw failure(entry, invocation, Causes.of(e), e);
    } finally {
      entry.gate.exit();
    }
  }

  @SuppressWarnings("ConstantValue") // a plugin may return null all the same
  private static ToolOutput checked(Entry entry, @Nullable ToolOutput output) {
    if (output == null) {
      throw new IllegalStateException("it returned nothing");
    }
    return output;
  }

  private static SpellException failure(
      Entry entry, Invocation invocation, String why, Throwable cause) {
    return new SpellException(
        new ErrorKind.Internal(),
        "A stage at %s failed in the call of tool '%s': %s"
            .formatted(entry.place, invocation.tool().name(), why),
        cause);
  }
}
