package org.llmspell.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.llmspell.core.AgentInput;
import org.llmspell.core.agent.Agent;
import org.llmspell.core.agent.AgentPhase;
import org.llmspell.core.agent.AgentTemplateInfo;
import org.llmspell.core.context.ExecutionContext;

/** What every template has to keep to, tried on those of the bundle. */
@Tag("unit")
class TemplatesTest {
  private final Bed bed = new Bed();

  TemplatesTest() {
    Templated.add(bed.service);
    bed.basic("member");
    bed.always((_, _) -> Bed.reply("answer"));
  }

  static Set<String> names() {
    return Templated.ALL.keySet();
  }

  private static Map<String, @Nullable Object> parameters(String template) {
    Map<String, @Nullable Object> parameters = new LinkedHashMap<>();
    if (template.equals("coordinator")) {
      parameters.put("agents", List.of("member"));
    }
    return parameters;
  }

  @ParameterizedTest
  @MethodSource("names")
  void makesAnAgentThatAnswers(String template) {
    Agent agent = bed.service.createFromTemplate(template, "mine", parameters(template));

    String answer = agent.execute(AgentInput.text("hello"), ExecutionContext.create()).text();

    assertThat(answer).isNotBlank();
    assertThat(agent.metadata().name()).isEqualTo("mine");
    assertThat(agent.metadata().description()).isNotBlank();
    assertThat(agent.phase()).isEqualTo(AgentPhase.READY);
  }

  @ParameterizedTest
  @MethodSource("names")
  void takesFieldsOfAConfigurationOnTop(String template) {
    Map<String, @Nullable Object> parameters = parameters(template);
    parameters.put("system_prompt", "Mine");
    parameters.put("max_conversation_length", 7L);

    Agent agent = bed.service.createFromTemplate(template, "mine", parameters);

    assertThat(agent.config().systemPrompt()).isEqualTo("Mine");
    assertThat(agent.config().maxConversationLength()).isEqualTo(7);
  }

  @ParameterizedTest
  @MethodSource("names")
  void givesANewBuilderEachTime(String template) {
    var found = Objects.requireNonNull(Templated.ALL.get(template));

    assertThat(found.prepare(parameters(template)))
        .isNotSameAs(found.prepare(parameters(template)));
  }

  @Test
  void theTemperatureOfATemplateHoldsUnlessAnotherIsGiven() {
    assertThat(bed.service.prepare("tool-orchestrator", "a", Map.of()).model())
        .satisfies(model -> assertThat(model.temperature()).isEqualTo(0.3));
    assertThat(bed.service.prepare("tool_orchestrator", "a", Map.of("temperature", 0.9)).model())
        .satisfies(model -> assertThat(model.temperature()).isEqualTo(0.9));
  }

  @Test
  void namesAMissingParameter() {
    assertThatThrownBy(() -> bed.service.createFromTemplate("coordinator", "c", Map.of()))
        .hasMessageContaining("Missing required parameter: agents");
  }

  @Test
  void areListedByName() {
    assertThat(bed.service.templates())
        .extracting(AgentTemplateInfo::name)
        .containsExactly(
            "analyst",
            "basic",
            "coder",
            "coordinator",
            "llm",
            "researcher",
            "reviewer",
            "tool-orchestrator");
  }
}
