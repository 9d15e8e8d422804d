package org.llmspell.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.llmspell.runtime.Fakes.LONG;
import static org.llmspell.runtime.Fakes.entry;
import static org.llmspell.runtime.Fakes.info;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.llmspell.core.ToolOutput;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.error.SpellException;
import org.llmspell.runtime.Fakes.Body;
import org.llmspell.runtime.Fakes.Fixture;

/**
 * Random operations on the table beside a simple model of it, while callers call. Each run prints
 * its seed as its name.
 */
@Timeout(120)
class TableModelTest {

  static LongStream seeds() {
    return LongStream.range(0, 60);
  }

  static LongStream manySeeds() {
    return LongStream.range(1_000, 1_300);
  }

  /** What should be true, in the simplest words. */
  private static final class Model {
    final Set<ToolEntry> entries = new LinkedHashSet<>();
    final Set<Long> held = new HashSet<>();
    final Set<Long> retired = new HashSet<>();

    boolean takesCalls(ToolEntry entry) {
      return !held.contains(entry.bundleId()) && !retired.contains(entry.bundleId());
    }

    @Nullable ToolEntry best(String name) {
      ToolEntry best = null;
      for (ToolEntry entry : entries) {
        if (takesCalls(entry)
            && entry.info().name().equals(name)
            && (best == null || best.info().version().compareTo(entry.info().version()) < 0)) {
          best = entry;
        }
      }
      return best;
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void theTableDoesWhatTheModelSays(long seed) throws Exception {
    var random = new Random(seed);
    var model = new Model();
    try (var fixture = new Fixture()) {
      for (int step = 1; step <= 150; step++) {
        change(random, fixture, model, step);
        for (String name : List.of("a", "b")) {
          ToolEntry best = model.best(name);
          List<ToolEntry> found = fixture.table.snapshot().find(name);
          assertThat(found.isEmpty() ? null : found.getFirst()).as("step %d", step).isSameAs(best);
          assertThat(found).as("step %d", step).noneMatch(entry -> entry.gate().isClosed());
        }
        for (ToolEntry entry : model.entries) {
          assertThat(entry.gate().isClosed())
              .as("step %d", step)
              .isEqualTo(model.retired.contains(entry.bundleId()));
          assertThat(entry.gate().inside()).isZero();
        }
      }
      end(fixture, model);
    }
  }

  private static void change(Random random, Fixture fixture, Model model, int step)
      throws Exception {
    long bundle = random.nextInt(4);
    long other = (bundle + 1 + random.nextInt(3)) % 4;
    switch (random.nextInt(10)) {
      case 0, 1, 2 -> {
        String name = random.nextBoolean() ? "a" : "b";
        // Versions never repeat, so that the model needs no ranking.
        model.entries.add(
            fixture.add(entry(bundle, info(name, "1.0." + step), Fakes.answer(step))));
      }
      case 3 -> {
        List<ToolEntry> all = new ArrayList<>(model.entries);
        if (!all.isEmpty()) {
          ToolEntry gone = all.get(random.nextInt(all.size()));
          boolean bundleStops = random.nextBoolean();
          assertThat(fixture.remove(gone, bundleStops, LONG)).isTrue();
          model.entries.remove(gone);
          if (bundleStops) {
            model.retired.add(gone.bundleId());
          }
        }
      }
      case 4 -> {
        fixture.table.hold(bundle);
        model.held.add(bundle);
      }
      case 5 -> {
        fixture.table.release(bundle);
        model.held.remove(bundle);
      }
      case 6 -> {
        fixture.table.switchOver(bundle, other);
        model.held.remove(other);
        model.retired.remove(other);
        model.retired.add(bundle);
      }
      case 7 -> {
        fixture.table.retire(bundle);
        assertThat(fixture.drain.await(fixture.table.of(bundle), LONG)).isTrue();
        model.retired.add(bundle);
      }
      case 8 -> {
        fixture.table.reopen(bundle);
        model.retired.remove(bundle);
      }
      default -> {
        fixture.table.stopped(bundle);
        model.retired.remove(bundle);
      }
    }
  }

  private static void end(Fixture fixture, Model model) throws Exception {
    for (ToolEntry entry : model.entries) {
      assertThat(fixture.remove(entry, true, LONG)).isTrue();
    }
    for (long bundle = 0; bundle < 4; bundle++) {
      fixture.table.forget(bundle);
    }
    assertThat(fixture.table.isForgetful()).isTrue();
    assertThat(fixture.table.snapshot().byName()).isEmpty();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void noCallFailsOrReachesAServiceThatIsGone(long seed) throws Exception {
    upgradeUnderLoad(seed, 40);
  }

  @Tag("stress")
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("manySeeds")
  void noCallFailsOrReachesAServiceThatIsGoneInALongRun(long seed) throws Exception {
    upgradeUnderLoad(seed, 400);
  }

  /** Callers call, also from inside, while the one provider is replaced in every way there is. */
  private static void upgradeUnderLoad(long seed, int rounds) throws Exception {
    var random = new Random(seed);
    var stop = new AtomicBoolean();
    var calls = new AtomicLong();
    var problems = new ConcurrentLinkedQueue<String>();
    try (var fixture = new Fixture()) {
      var current = version(fixture, 0, 0, problems);
      List<Thread> callers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        String tool = i % 2 == 0 ? "outer" : "inner";
        callers.add(Thread.ofVirtual().start(() -> call(fixture, tool, stop, calls, problems)));
      }
      long bundle = 0;
      for (int round = 1; round <= rounds; round++) {
        if (random.nextBoolean()) {
          current = blueGreen(fixture, current, ++bundle, round, problems);
        } else {
          current = inPlace(fixture, current, bundle, round, random, problems);
        }
        long before = calls.get();
        if (random.nextInt(4) == 0) {
          Fakes.awaitThat(() -> calls.get() > before + 10 || !problems.isEmpty());
        }
      }
      stop.set(true);
      for (Thread caller : callers) {
        caller.join();
      }
      assertThat(problems).isEmpty();
      assertThat(calls.get()).isPositive();
      for (Version.Part part : current.parts) {
        assertThat(part.entry.gate().inside()).isZero();
      }
    }
  }

  private static void call(
      Fixture fixture,
      String tool,
      AtomicBoolean stop,
      AtomicLong calls,
      ConcurrentLinkedQueue<String> problems) {
    while (!stop.get()) {
      try {
        fixture.call(tool, ExecutionContext.create());
        calls.incrementAndGet();
      } catch (SpellException e) {
        problems.add(e.text());
        return;
      }
    }
  }

  /** A version of the plugin: two tools, of which one calls the other. */
  private record Version(List<Part> parts) {

    /** A tool and whether its service is there. */
    private static final class Part {
      final AtomicBoolean gone = new AtomicBoolean();
      final AtomicInteger inside = new AtomicInteger();
      final ToolEntry entry;

      Part(
          long bundle,
          String name,
          int version,
          ConcurrentLinkedQueue<String> problems,
          Body body) {
        entry =
            entry(
                bundle,
                info(name, "1.0." + version),
                (_, context) -> {
                  inside.incrementAndGet();
                  if (gone.get()) {
                    problems.add(name + " was called after it was gone");
                  }
                  try {
                    return body.call(Map.of(), context);
                  } finally {
                    inside.decrementAndGet();
                  }
                });
      }
    }
  }

  private static Version version(
      Fixture fixture, long bundle, int number, ConcurrentLinkedQueue<String> problems) {
    var inner = new Version.Part(bundle, "inner", number, problems, Fakes.answer("x"));
    var outer =
        new Version.Part(
            bundle,
            "outer",
            number,
            problems,
            (_, context) -> ToolOutput.of(fixture.call("inner", context)));
    fixture.add(inner.entry);
    fixture.add(outer.entry);
    return new Version(List.of(inner, outer));
  }

  private static Version blueGreen(
      Fixture fixture, Version old, long bundle, int number, ConcurrentLinkedQueue<String> problems)
      throws InterruptedException {
    fixture.table.hold(bundle);
    Version next = version(fixture, bundle, number, problems);
    fixture.table.switchOver(bundle - 1, bundle);
    assertThat(fixture.drain.await(fixture.table.of(bundle - 1), LONG)).isTrue();
    removeAll(fixture, old, problems);
    fixture.table.stopped(bundle - 1);
    fixture.table.forget(bundle - 1);
    return next;
  }

  private static Version inPlace(
      Fixture fixture,
      Version old,
      long bundle,
      int number,
      Random random,
      ConcurrentLinkedQueue<String> problems)
      throws InterruptedException {
    removeAll(fixture, random.nextBoolean() ? old : new Version(old.parts.reversed()), problems);
    fixture.table.stopped(bundle);
    return version(fixture, bundle, number, problems);
  }

  private static void removeAll(
      Fixture fixture, Version old, ConcurrentLinkedQueue<String> problems)
      throws InterruptedException {
    for (Version.Part part : old.parts) {
      if (!fixture.remove(part.entry, true, LONG)) {
        problems.add("Calls had to be cut off");
      }
      if (part.inside.get() != 0) {
        problems.add("A call was inside when the service went");
      }
      part.gone.set(true);
    }
  }
}
