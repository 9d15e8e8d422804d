package org.llmspell.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.llmspell.core.ToolOutput;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.workflows.checkpoint.Checkpoints;
import org.llmspell.workflows.checkpoint.Choices;
import org.llmspell.workflows.checkpoint.Entry;

/**
 * Random workflows whose process dies at random moments, several times, give in the end what they
 * would have given at once, and each effect has come about once.
 */
@Tag("workflow")
@Timeout(300)
class ResumePropertyTest {
  private static final int SEED = 20_261_129;
  private static final int MAX_LIVES = 60;
  private static final Set<String> OF_TIME =
      Set.of(
          "duration_ms",
          "duration",
          "start_time",
          "end_time",
          "execution_id",
          "execution_time",
          "execution_time_ms",
          "step_timings",
          "workflow_id",
          "last_completed_step",
          "failed_step");

  static List<Integer> seeds() {
    return IntStream.range(0, 250).map(i -> SEED + i).boxed().toList();
  }

  /** The tools, which may die before or after they have had their effect. */
  private static final class World {
    final MortalState state = new MortalState();
    final List<String> effects = Collections.synchronizedList(new ArrayList<>());
    final FakeTools tools = new FakeTools();
    private final Random chance;
    private boolean mortal;

    World(long seed) {
      chance = new Random(seed);
      tools.add("effect", (p, _) -> effect(p, true));
      tools.add("bad", (p, _) -> effect(p, false));
    }

    private ToolOutput effect(Map<String, ? extends @Nullable Object> parameters, boolean well) {
      String effect = String.valueOf(parameters.get("input"));
      int fate;
      synchronized (this) {
        state.checkAlive();
        fate = mortal ? chance.nextInt(24) : 9;
        if (fate != 0 && well) {
          effects.add(effect);
        }
      }
      if (fate <= 1) {
        throw state.die();
      }
      return well
          ? ToolOutput.success("effect", Map.of("of", effect, "size", (long) effect.length()))
          : ToolOutput.failure("bad", "refuses " + effect);
    }

    /** A process; the next one finds what this one has left in the state. */
    WorkflowService process(boolean mayDie) {
      state.live();
      mortal = mayDie;
      if (mayDie) {
        state.dieAt(1 + chance.nextInt(30), chance.nextBoolean());
      }
      return new WorkflowService(tools, tools, new Checkpoints(() -> state));
    }
  }

  /** Makes random forms; names of steps are never the same. */
  private static final class Forms {
    private final Random random;
    private int count;

    Forms(long seed) {
      random = new Random(seed);
    }

    Map<String, @Nullable Object> workflow() {
      Map<String, @Nullable Object> form = new LinkedHashMap<>();
      form.put("name", "w");
      form.put("checkpoint", true);
      if (random.nextInt(3) == 0) {
        form.put("error_strategy", "continue");
      }
      switch (random.nextInt(4)) {
        case 0 -> {
          form.put("type", "sequential");
          form.put("steps", steps(7, false));
        }
        case 1 -> {
          form.put("type", "loop");
          form.put("iterator", iterator());
          form.put("body", steps(3, true));
          form.put("break_conditions", List.of("loop_index == " + (2 + random.nextInt(4))));
        }
        case 2 -> {
          form.put("type", "parallel");
          form.put("fail_fast", false);
          form.put("max_concurrency", 1L + random.nextInt(3));
          form.put("branches", branches());
        }
        default -> {
          form.put("type", "conditional");
          form.put("execute_all_matching", random.nextBoolean());
          form.put("branches", branches());
          form.put(
              "default_branch", new HashMap<>(Map.of("name", "else", "steps", steps(2, false))));
        }
      }
      return form;
    }

    private Object iterator() {
      return switch (random.nextInt(3)) {
        case 0 -> Map.of("range", Map.of("end", 4L));
        case 1 -> Map.of("collection", List.of("a", Map.of("deep", 1.5), true));
        default -> Map.of("while_condition", "loop_index < 3", "max_iterations", 4L);
      };
    }

    private List<Object> branches() {
      List<Object> branches = new ArrayList<>();
      for (int i = 0; i <= random.nextInt(3); i++) {
        Map<String, @Nullable Object> branch = new LinkedHashMap<>();
        branch.put("name", "b" + i);
        branch.put("condition", condition());
        branch.put("optional", random.nextBoolean());
        branch.put("steps", steps(3, false));
        branches.add(branch);
      }
      return branches;
    }

    private Object condition() {
      return switch (random.nextInt(4)) {
        case 0 -> "never";
        case 1 -> "shared_data.who == 'harry'";
        default -> "always";
      };
    }

    private List<Object> steps(int most, boolean inLoop) {
      List<Object> steps = new ArrayList<>();
      String last = "";
      for (int i = 0; i <= random.nextInt(most); i++) {
        boolean idempotent = random.nextInt(3) == 0;
        String name = (idempotent ? "i" : "s") + ++count;
        Map<String, @Nullable Object> step = new LinkedHashMap<>();
        step.put("name", name);
        step.put("tool", random.nextInt(9) == 0 ? "bad" : "effect");
        String before = i > 0 ? "{{step:%s:output.result.size}}".formatted(last) : "";
        last = name;
        step.put(
            "input",
            Map.of("input", name + (inLoop ? ":@{{loop:index}}:{{loop:value}}" : ":") + before));
        step.put("idempotent", idempotent);
        step.put("optional", random.nextInt(3) == 0);
        if (random.nextInt(8) == 0) {
          step.put("condition", "shared_data.who == 'nobody'");
        }
        steps.add(step);
      }
      return steps;
    }
  }

  private static ExecutionContext context() {
    return ExecutionContext.create();
  }

  /** A result without times, and without the order in which branches happened to end. */
  private static @Nullable Object timeless(@Nullable Object value) {
    return switch (value) {
      case Map<?, ?> map -> {
        Map<String, @Nullable Object> rest = new LinkedHashMap<>();
        map.forEach((key, item) -> {
          if (!OF_TIME.contains(String.valueOf(key))) {
            rest.put(String.valueOf(key), timeless(item));
          }
        });
        yield rest;
      }
      case List<?> list -> {
        List<@Nullable Object> rest = new ArrayList<>();
        list.forEach(item -> rest.add(timeless(item)));
        rest.sort(java.util.Comparator.comparing(String::valueOf));
        yield rest;
      }
      case null, default -> value;
    };
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void endsAsIfNothingHadHappened(int seed) {
    Map<String, @Nullable Object> form = new Forms(seed).workflow();
    var calm = new World(seed);
    var expected = calm.process(false).create(form).run(Map.of("who", "harry"), context());

    var world = new World(seed);
    @Nullable Map<String, @Nullable Object> result = null;
    boolean skipped = false;
    int lives = 0;
    while (result == null) {
      assertThat(++lives).isLessThan(MAX_LIVES);
      StoredWorkflow workflow = world.process(lives < MAX_LIVES / 2).create(form);
      try {
        List<String> runs = new Checkpoints(() -> world.state).ids();
        if (runs.isEmpty()) {
          // Nothing was begun, or all of it has ended and only the result was lost.
          if (!world.effects.isEmpty()) {
            skipped = true;
            break;
          }
          result = workflow.run(Map.of("who", "harry"), context());
        } else {
          Choices choices = choices(runs.getFirst(), world);
          skipped |= !choices.skip().isEmpty();
          result = workflow.resume(runs.getFirst(), choices, context());
        }
      } catch (MortalState.Death _) {
        // the next process goes on
      }
    }

    assertThat(once(world, skipped)).as(form.toString()).isEqualTo(once(calm, skipped));
    if (!skipped) {
      assertThat(timeless(result)).as(form.toString()).isEqualTo(timeless(expected));
    }
  }

  /** What a person says who has looked whether the effect has come about. */
  private static Choices choices(String run, World world) {
    List<String> again = new ArrayList<>();
    List<String> skip = new ArrayList<>();
    for (Entry entry : new Checkpoints(() -> world.state).entries(run)) {
      if (entry.isUncertain()) {
        String of =
            entry.place().startsWith("i")
                ? "%s:@%s:".formatted(entry.step(), entry.place().replaceAll("^i(\\d+).*", "$1"))
                : entry.step() + ":";
        boolean done = world.effects.stream().anyMatch(effect -> effect.startsWith(of));
        (done ? skip : again).add(entry.place());
      }
    }
    return new Choices(again, skip);
  }

  /**
   * Each effect, and how often; those that may come about twice count once.
   *
   * @param brief without what earlier steps gave, which is lost with a step that was skipped
   */
  private static Map<String, Long> once(World world, boolean brief) {
    Map<String, Long> counts = new TreeMap<>();
    for (String effect : world.effects) {
      String name = brief ? effect.replaceAll("(?s)^(\\w+:(@\\d+:)?).*", "$1") : effect;
      counts.merge(name, 1L, Long::sum);
    }
    counts.replaceAll((name, count) -> name.startsWith("i") ? 1L : count);
    return counts;
  }
}
