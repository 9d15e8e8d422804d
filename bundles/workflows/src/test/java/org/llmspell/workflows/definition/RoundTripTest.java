package org.llmspell.workflows.definition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.llmspell.core.error.SpellException;
import org.llmspell.json.PlainJson;

/** Random workflows come back from JSON as they were; damaged ones are read or refused. */
@Tag("workflow")
class RoundTripTest {
  private static final int SEED = 20_261_129;

  static List<Integer> seeds() {
    return IntStream.range(0, 500).map(i -> SEED + i).boxed().toList();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void comesBackAsItWas(int seed) {
    Definition definition = DefinitionReader.read(new Forms(seed).workflow(2));

    String json = PlainJson.compact(DefinitionWriter.write(definition));

    assertThat(DefinitionReader.read(parsed(json))).as(json).isEqualTo(definition);
    assertThat(Diagram.of(definition)).startsWith("flowchart TD\n");
  }

  @SuppressWarnings("unchecked") // JSON objects have text keys
  private static Map<String, @Nullable Object> parsed(String json) {
    return (Map<String, @Nullable Object>)
        java.util.Objects.requireNonNull(
            PlainJson.parse(json, "it", IllegalArgumentException::new));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void readsOrRefusesDamagedOnes(int seed) {
    Map<String, @Nullable Object> form = new Forms(seed).workflow(1);
    damage(form, new Random(seed));
    try {
      Diagram.of(DefinitionReader.read(form));
    } catch (SpellException e) {
      assertThat(e.message()).as("%s", form).matches("(?s)[a-z_\\[\\]0-9.]+: .*");
    }
  }

  /** Puts something else in a random place. */
  @SuppressWarnings("unchecked") // as made here
  private static void damage(Object node, Random random) {
    Object odd =
        List.<Object>of("odd", 7L, true, List.of(), Map.of(), -1L, List.of(1L), 0.5)
            .get(random.nextInt(8));
    if (node instanceof Map<?, ?> map && !map.isEmpty()) {
      List<Object> keys = new ArrayList<>(map.keySet());
      Object key = keys.get(random.nextInt(keys.size()));
      Object inner = map.get(key);
      if (random.nextBoolean() && (inner instanceof LinkedHashMap || inner instanceof ArrayList)) {
        damage(inner, random);
      } else {
        ((Map<Object, Object>) map).put(key, odd);
      }
    } else if (node instanceof List<?> list && !list.isEmpty()) {
      int index = random.nextInt(list.size());
      Object inner = list.get(index);
      if (random.nextBoolean() && inner instanceof LinkedHashMap) {
        damage(inner, random);
      } else {
        ((List<Object>) list).set(index, odd);
      }
    }
  }

  /** Makes random forms. */
  private static final class Forms {
    private final Random random;
    private int count;

    Forms(long seed) {
      random = new Random(seed);
    }

    private boolean maybe() {
      return random.nextInt(3) == 0;
    }

    private void maybe(Map<String, @Nullable Object> form, String key, Supplier<Object> value) {
      if (maybe()) {
        form.put(key, value.get());
      }
    }

    Map<String, @Nullable Object> workflow(int depth) {
      Map<String, @Nullable Object> form = new LinkedHashMap<>();
      form.put("name", "w" + ++count);
      maybe(form, "description", () -> "it \"does\" <things>");
      maybe(form, "error_strategy", this::strategy);
      maybe(form, "timeout_ms", () -> 1L + random.nextInt(9_999));
      maybe(form, "checkpoint", () -> true);
      switch (random.nextInt(4)) {
        case 0 -> {
          form.put("type", "sequential");
          form.put("steps", steps(depth));
        }
        case 1 -> {
          form.put("type", "parallel");
          form.put("branches", branches(depth));
          maybe(form, "max_concurrency", () -> 3L);
          maybe(form, "fail_fast", () -> false);
        }
        case 2 -> {
          form.put("type", "conditional");
          form.put("branches", branches(depth));
          maybe(form, "execute_all_matching", () -> true);
          maybe(form, "default_branch", () -> branch(depth));
        }
        default -> {
          form.put("type", "loop");
          form.put("body", steps(depth));
          form.put("iterator", iterator());
          maybe(form, "aggregation", () -> maybe() ? "last_n" : "none");
          maybe(form, "break_conditions", () -> list(condition(2), "$x > 3"));
        }
      }
      return form;
    }

    private Object strategy() {
      Map<String, @Nullable Object> retry = new LinkedHashMap<>();
      retry.put("type", "retry");
      retry.put("max_attempts", 1L + random.nextInt(5));
      return maybe() ? "continue" : retry;
    }

    private static List<Object> list(Object... items) {
      return new ArrayList<>(List.of(items));
    }

    private static Map<String, @Nullable Object> table(Object... pairs) {
      Map<String, @Nullable Object> table = new LinkedHashMap<>();
      for (int i = 0; i < pairs.length; i += 2) {
        table.put(String.valueOf(pairs[i]), pairs[i + 1]);
      }
      return table;
    }

    private Object iterator() {
      return switch (random.nextInt(4)) {
        case 0 -> table("range", table("start", 3L, "end", -4L, "step", -2L));
        case 1 -> table("collection", list(1L, "a", table("k", 2.5)));
        case 2 -> table("collection", "{{input:items}}");
        default -> table("while_condition", condition(2), "max_iterations", 5L);
      };
    }

    private List<Object> branches(int depth) {
      List<Object> branches = new ArrayList<>();
      for (int i = 0; i <= random.nextInt(3); i++) {
        branches.add(branch(depth));
      }
      return branches;
    }

    private Map<String, @Nullable Object> branch(int depth) {
      Map<String, @Nullable Object> branch = table("name", "b" + ++count, "steps", steps(depth));
      maybe(branch, "condition", () -> condition(2));
      maybe(branch, "optional", () -> true);
      return branch;
    }

    private List<Object> steps(int depth) {
      List<Object> steps = new ArrayList<>();
      for (int i = 0; i <= random.nextInt(3); i++) {
        steps.add(step(depth));
      }
      return steps;
    }

    private Map<String, @Nullable Object> step(int depth) {
      Map<String, @Nullable Object> step = table("name", "s" + ++count);
      switch (random.nextInt(depth > 0 ? 5 : 4)) {
        case 0 -> step.put("tool", "t");
        case 1 -> step.put("agent", "a");
        case 2 -> step.put("function", "f");
        case 3 -> step.put("workflow", "w");
        default -> step.put("workflow", workflow(depth - 1));
      }
      maybe(step, "input", () -> maybe() ? "{{step:s1:output}}" : table("k", list(1L, true)));
      maybe(step, "timeout_ms", () -> 50L);
      maybe(step, "error_strategy", this::strategy);
      maybe(step, "retry_count", () -> 2L);
      maybe(step, "optional", () -> true);
      maybe(step, "idempotent", () -> true);
      maybe(step, "condition", () -> condition(2));
      if (depth > 0) {
        maybe(step, "compensate", () -> step(0));
      }
      return step;
    }

    private Object condition(int depth) {
      return switch (random.nextInt(depth > 0 ? 13 : 10)) {
        case 0 -> "always";
        case 1 -> "step:s1:value";
        case 2 -> "$x == 'y' and not (shared_data.n > 3)";
        case 3 -> table("type", "never");
        case 4 -> table("type", "shared_data_equals", "key", "k", "expected", 5L);
        case 5 -> table("type", "step_output_contains", "step", "s1", "substring", "part");
        case 6 -> table("type", "shared_data_less_than", "key", "n", "value", 1.5);
        case 7 -> table("type", "step_failed", "step", "s1");
        case 8 -> table("type", "tool", "tool", "t", "input", table("k", 1L));
        case 9 ->
            table("type", "agent_decision", "agent", "a", "prompt", "well?", "expected", "go");
        case 10 -> table("type", "not", "condition", condition(depth - 1));
        case 11 -> table("type", "and", "conditions", list(condition(depth - 1), "never"));
        default -> table("type", "or", "conditions", list(condition(depth - 1), "$a ~= 1"));
      };
    }
  }
}
