package org.llmspell.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.llmspell.core.ToolOutput;
import org.llmspell.core.component.SemanticVersion;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.runtime.ToolInfo;
import org.llmspell.core.runtime.ToolInvoker;
import org.llmspell.core.runtime.ToolRegistry;
import org.llmspell.core.security.SecurityLevel;
import org.llmspell.core.tool.ParameterType;
import org.llmspell.core.tool.ToolParameter;
import org.llmspell.core.tool.ToolSchema;
import org.llmspell.json.PlainJson;

class ToolCommandsTest {

  private static final ToolInfo COUNT = info("word-count", "text");
  private static final ToolInfo ADD = info("add", "math");

  private final List<Map<String, ?>> calls = new ArrayList<>();
  private ToolOutput output = ToolOutput.success("count", 3L);
  private final ToolInvoker invoker =
      (tool, parameters, context) -> {
        calls.add(parameters);
        return output;
      };
  private final ToolRegistry registry = new Registry();
  private final TestConsole console =
      TestConsole.of(
          new ToolListCommand(registry),
          new ToolInfoCommand(registry),
          new ToolInvokeCommand(registry, invoker, new Unbound()));

  @Test
  void listsToolsAsATable() {
    assertThat(console.run("tool", "list").output())
        .isEqualTo(
            """
            NAME        VERSION  CATEGORY  LEVEL  DESCRIPTION
            add         1.0.0    math      safe   About add
            word-count  1.0.0    text      safe   About word-count
            """);
    assertThat(console.run("tool", "list", "--category", "math").output())
        .contains("add")
        .doesNotContain("word-count");
    assertThat(console.run("tool", "list", "--category", "x").output()).isEqualTo("No tools.\n");
  }

  @Test
  void listsToolsForPrograms() {
    assertThat(
            PlainJson.parse(
                console.run("tool", "list", "--output", "json").output(),
                "",
                IllegalStateException::new))
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
        .hasSize(2)
        .first()
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
        .containsEntry("name", "add")
        .containsEntry("security_level", "safe")
        .containsEntry("aliases", List.of("alias"));
  }

  @Test
  void showsAToolWithItsParameters() {
    assertThat(console.run("tool", "info", "word-count").output())
        .startsWith("word-count: About word-count\n")
        .contains("  input  string   required  the text\n", "  Bundle    org.example\n");
    assertThat(console.run("tool", "info", "word-count", "--output", "json").output())
        .contains("\"additionalProperties\" : false");
  }

  @Test
  void saysThatThereIsNoSuchTool() {
    assertThat(console.run("tool", "info", "nix"))
        .isEqualTo(new TestConsole.Run(1, "", "Error: Tool 'nix' not found\n"));
  }

  @Test
  void readsParametersByTheTypesOfTheTool() {
    var run =
        console.run(
            "tool",
            "invoke",
            "word-count",
            "input=12",
            "limit=5",
            "deep=true",
            "tags=[\"a\"]",
            "more=x=y",
            "any=7");

    assertThat(run.code()).isZero();
    assertThat(calls)
        .containsExactly(
            Map.of(
                "input",
                "12",
                "limit",
                5L,
                "deep",
                true,
                "tags",
                List.of("a"),
                "more",
                "x=y",
                "any",
                7L));
  }

  @Test
  void readsParametersAsJson() {
    console.run(
        "tool", "invoke", "word-count", "--params", "{\"input\":\"a\",\"x\":null}", "input=b");

    assertThat(calls.getFirst().get("input")).isEqualTo("b");
    assertThat(calls.getFirst()).containsKey("x");
  }

  @Test
  void readsParametersFromStandardInput() {
    console.reading("{\"input\": \"\u00e9\"}").run("tool", "invoke", "word-count", "--params", "-");

    assertThat(calls).containsExactly(Map.of("input", "\u00e9"));
  }

  @Test
  void printsTheAnswer() {
    assertThat(console.run("tool", "invoke", "add").output())
        .isEqualTo(output.text() + "\n")
        .contains("\"result\": 3");

    output = ToolOutput.ofText("plain");
    assertThat(console.run("tool", "invoke", "add").output()).isEqualTo("plain\n");
  }

  @Test
  void failsWithTheTool() {
    output = ToolOutput.failure("count", "nothing to count");

    assertThat(console.run("tool", "invoke", "add"))
        .isEqualTo(new TestConsole.Run(1, "", "Error: nothing to count\n"));
    var json = console.run("tool", "invoke", "add", "--output", "json");
    assertThat(json.code()).isEqualTo(1);
    assertThat(json.output()).contains("\"success\" : false");
  }

  @Test
  void refusesParametersThatMakeNoSense() {
    assertThat(wrong("word")).contains("'word' is no parameter; write key=value");
    assertThat(wrong("=x")).contains("'=x' is no parameter");
    assertThat(wrong("limit=many")).contains("'many' of parameter 'limit' (number)");
    assertThat(wrong("--params", "[1]")).contains("--params must be a JSON object");
    assertThat(wrong("--params", "{\"a\":}")).contains("--params is no valid JSON", "line 1");
    assertThat(wrong("--params", "{} x")).contains("--params");
    assertThat(wrong("--params", "")).contains("--params is empty");
    assertThat(calls).isEmpty();
  }

  private String wrong(String... words) {
    String[] all = new String[words.length + 3];
    Arrays.setAll(all, i -> i < 3 ? List.of("tool", "invoke", "word-count").get(i) : words[i - 3]);
    var run = console.run(all);
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.errors()).hasLineCount(1);
    return run.errors();
  }

  private static ToolInfo info(String name, String category) {
    return new ToolInfo(
        name,
        "About " + name,
        category,
        SecurityLevel.SAFE,
        SemanticVersion.parse("1.0.0"),
        List.of("alias"),
        "org.example");
  }

  private static final class Registry implements ToolRegistry {

    @Override
    public List<ToolInfo> list() {
      return List.of(ADD, COUNT);
    }

    @Override
    public Optional<ToolInfo> find(String name) {
      return list().stream().filter(tool -> tool.name().equals(name)).findFirst();
    }

    @Override
    public List<ToolInfo> versions(String name) {
      return find(name).stream().toList();
    }

    @Override
    public ToolSchema schema(String name) {
      if (find(name).isEmpty()) {
        throw SpellException.component("Tool '%s' not found".formatted(name), null);
      }
      return ToolSchema.of(
          name,
          "",
          List.of(
              ToolParameter.required("input", ParameterType.STRING, "the text"),
              ToolParameter.optional("limit", ParameterType.NUMBER, ""),
              ToolParameter.optional("deep", ParameterType.BOOLEAN, ""),
              ToolParameter.optional("tags", ParameterType.ARRAY, "")));
    }

    @Override
    public long generation() {
      return 0;
    }
  }

  /** Lets everything through. */
  private static final class Unbound implements org.llmspell.core.security.SecurityPolicies {
    @Override
    public org.llmspell.core.context.ExecutionContext secure(
        org.llmspell.core.context.ExecutionContext context,
        org.llmspell.core.config.Settings settings,
        java.nio.file.Path workingDirectory,
        Map<String, String> environment) {
      return context;
    }

    @Override
    public org.llmspell.core.security.SecurityPolicy of(
        org.llmspell.core.context.ExecutionContext context) {
      throw new UnsupportedOperationException("No policy here");
    }
  }
}
