package org.llmspell.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.llmspell.core.agent.AgentModel;
import org.llmspell.core.agent.AgentSpec;
import org.llmspell.core.error.ErrorKind;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.model.ModelName;

@Tag("unit")
class SpecReaderTest {
  private static final int TABLES = 2_000;

  private static final List<String> FIELDS =
      List.of(
          "description",
          "type",
          "agent_type",
          "model",
          "provider_model",
          "provider",
          "system_prompt",
          "temperature",
          "max_tokens",
          "max_conversation_length",
          "base_url",
          "api_key",
          "timeout_ms",
          "max_retries",
          "settings",
          "tools",
          "allowed_tools",
          "max_tool_calls",
          "max_execution_time",
          "max_execution_time_secs",
          "max_memory_mb",
          "max_recursion_depth",
          "max_identical_calls",
          "token_budget",
          "output_schema",
          "repair_rounds",
          "capabilities",
          "agents",
          "delegation",
          "hand_offs",
          "custom_config",
          "resource_limits",
          "metadata",
          "model_id",
          "sytem_prompt",
          "temprature",
          "x",
          "");

  private static @Nullable Object value(Random random, int depth) {
    return switch (random.nextInt(depth > 2 ? 12 : 15)) {
      case 0 -> null;
      case 1 -> true;
      case 2 -> 0L;
      case 3 -> -1L;
      case 4 -> (long) random.nextInt(200);
      case 5 -> random.nextLong();
      case 6 -> random.nextDouble() * 3;
      case 7 -> Double.NaN;
      case 8 -> Double.POSITIVE_INFINITY;
      case 9 -> "";
      case 10 ->
          List.of("openai/gpt", "basic", "llm", "parallel", "/", "a b").get(random.nextInt(6));
      case 11 -> List.of("calculator", "*");
      case 12 -> List.of(1L, "x");
      case 13 -> List.of();
      default -> table(random, depth + 1);
    };
  }

  private static Map<String, @Nullable Object> table(Random random, int depth) {
    Map<String, @Nullable Object> table = new LinkedHashMap<>();
    for (int n = random.nextInt(4); n > 0; n--) {
      table.put(FIELDS.get(random.nextInt(FIELDS.size())), value(random, depth));
    }
    return table;
  }

  /** Whatever a script writes: it is read, or refused with the path of a field that is there. */
  @ParameterizedTest
  @ValueSource(longs = {31, 32, 33, 34, 35})
  void readsAConfigurationOrNamesTheFieldThatIsWrong(long seed) {
    var random = new Random(seed);
    int read = 0;
    for (int i = 0; i < TABLES; i++) {
      Map<String, @Nullable Object> config = table(random, 0);
      try {
        var builder = AgentSpec.builder("a").model(AgentModel.of(new ModelName("fake", "model")));
        new SpecReader("config.").apply(config, builder);
        builder.build();
        read++;
      } catch (SpellException e) {
        String where = "seed %d, table %d %s: %s".formatted(seed, i, config, e.getMessage());
        assertThat(e.kind()).as(where).isInstanceOf(ErrorKind.Validation.class);
        String field = String.valueOf(((ErrorKind.Validation) e.kind()).field());
        String name = field.substring(field.lastIndexOf('.') + 1).replaceAll("\\[.*", "");
        assertThat(name).as(where).isNotBlank();
        assertThat(e.message().replace(' ', '_')).as(where).containsIgnoringCase(name);
      } catch (RuntimeException e) {
        fail("seed %d, table %d %s".formatted(seed, i, config), e);
      }
    }
    assertThat(read).isBetween(TABLES / 20, TABLES - TABLES / 20);
  }
}
