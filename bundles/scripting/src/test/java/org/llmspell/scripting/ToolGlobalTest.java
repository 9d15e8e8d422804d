package org.llmspell.scripting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.llmspell.core.ToolOutput;
import org.llmspell.core.component.SemanticVersion;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.runtime.ToolInfo;
import org.llmspell.core.runtime.ToolInvoker;
import org.llmspell.core.runtime.ToolRegistry;
import org.llmspell.core.security.SecurityLevel;
import org.llmspell.core.tool.ToolSchema;

@Tag("unit")
class ToolGlobalTest {

  /** Tools {@code echo-back} and {@code text-only}; the first fails on demand. */
  private static final class FakeTools implements ToolRegistry, ToolInvoker {
    private static final List<ToolInfo> ALL =
        List.of(
            tool("echo-back", "Gives BACK what it gets", "utility"),
            tool("text-only", "Text", "data"));

    private static ToolInfo tool(String name, String description, String category) {
      return new ToolInfo(
          name,
          description,
          category,
          SecurityLevel.SAFE,
          new SemanticVersion(1, 2, 3),
          List.of(),
          "test");
    }

    @Override
    public List<ToolInfo> list() {
      return ALL;
    }

    @Override
    public Optional<ToolInfo> find(String name) {
      String canonical = name.replace('_', '-').toLowerCase(Locale.ROOT);
      return ALL.stream().filter(tool -> tool.name().equals(canonical)).findFirst();
    }

    @Override
    public List<ToolInfo> versions(String name) {
      return find(name).stream().toList();
    }

    @Override
    public ToolSchema schema(String name) {
      return new ToolSchema(name, "", List.of(), false, null);
    }

    @Override
    public long generation() {
      return 1;
    }

    @Override
    public ToolOutput invoke(
        String name, Map<String, ? extends @Nullable Object> parameters, ExecutionContext context) {
      ToolInfo tool =
          find(name)
              .orElseThrow(
                  () -> SpellException.component("Tool '%s' not found".formatted(name), null));
      if (tool.name().equals("text-only")) {
        return ToolOutput.ofText("plain");
      }
      Object fail = parameters.get("fail");
      if ("throw".equals(fail)) {
        throw SpellException.validation("input", "Missing required parameter 'input'");
      }
      if ("answer".equals(fail)) {
        return ToolOutput.failure("echo", "could not");
      }
      return ToolOutput.success("echo", new LinkedHashMap<>(parameters));
    }
  }

  private final FakeTools tools = new FakeTools();
  private final Scripts scripts = Scripts.with(new ToolGlobal(tools, tools), new JsonGlobal());

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Tool.invoke('echo-back', {input = 'x'})",
        "Tool.invoke('echo_back', {input = 'x'})",
        "Tool:invoke('echo_back', {input = 'x'})",
        "Tool.executeAsync('echo-back', {input = 'x'})",
        "Tool.execute_async('echo-back', {input = 'x'})",
        "Tool.get('echo-back'):execute({input = 'x'})",
        "Tool.get('echo-back').execute({input = 'x'})",
        "Tool.getByName('echo_back'):execute{input = 'x'}",
        "Tool.get_by_name('echo_back'):execute{parameters = {input = 'x'}}",
        "Tool.create('echo-back'):execute{input = 'x'}",
        "Tool.echo_back:execute({input = 'x'})",
        "Tool['echo-back']:execute({input = 'x'})",
        "Tool.echo_back.execute({input = 'x'})",
        "(function(t) return t.execute(t, {input = 'x'}) end)(Tool.echo_back)",
      })
  void aToolCanBeCalledInManyWays(String call) {
    assertThat(
            scripts.eval(
                """
                local r = %s
                local e = JSON.parse(r.text)
                return tostring(r.success) .. r.operation .. r.result.input .. e.result.input
                  .. tostring(r.error) .. r.output:sub(1, 1) .. type(r.metadata) .. tostring(r.media)
                """
                    .formatted(call)))
        .isEqualTo("trueechoxxnil{tablenil");
  }

  @ParameterizedTest
  @ValueSource(strings = {"throw", "answer"})
  void aKnownToolAlwaysAnswers(String how) {
    assertThat(
            scripts.eval(
                """
                local r = Tool.invoke('echo-back', {fail = '%s', operation = 'echo'})
                assert(r.success == false and type(r.metadata) == 'table')
                assert(r.error == r.message and type(r.error) == 'string')
                local e = JSON.parse(r.text)
                assert(e.success == false and r.operation == 'echo')
                return r.error
                """
                    .formatted(how)))
        .isEqualTo(
            how.equals("throw")
                ? "Validation error: Missing required parameter 'input'"
                : "could not");
  }

  @Test
  void mistakesOfTheScriptAreRaisedWithTheirLine() {
    assertThatThrownBy(() -> scripts.eval("local x\nTool.invoke('nothing', {})"))
        .hasMessageStartingWith("test.lua:2: ")
        .hasMessageContaining("Tool 'nothing' not found");
    assertThatThrownBy(() -> scripts.eval("Tool.invoke('echo-back', 'text')"))
        .hasMessageContaining("takes a table of named parameters");
    assertThatThrownBy(() -> scripts.eval("Tool.invoke('echo-back')"))
        .hasMessageContaining("takes a table of named parameters");
    assertThatThrownBy(() -> scripts.eval("Tool.invoke(nil, {})"))
        .hasMessageContaining("argument 1 ('name') must be a string, not nil");
    assertThatThrownBy(() -> scripts.eval("Tool.invoke('echo-back', {f = print})"))
        .hasMessageContaining("'f'")
        .hasMessageContaining("function");
    assertThatThrownBy(() -> scripts.eval("local t = {} t.t = t Tool.invoke('echo-back', t)"))
        .hasMessage("test.lua:1: a table that contains itself cannot be converted (at t)");
  }

  @Test
  void noParametersIsAnEmptyTable() {
    assertThat(scripts.eval("return Tool.invoke('echo-back', {}).success")).isEqualTo(true);
  }

  @Test
  void textOfAToolIsItsText() {
    assertThat(
            scripts.eval(
                "local r = Tool.invoke('text-only', {}) return r.text .. r.output .. tostring(r.success)"))
        .isEqualTo("plainplaintrue");
  }

  @Test
  void theCatalogueIsSearchable() {
    assertThat(
            scripts.eval(
                """
                local l, d = Tool.list(), Tool.discover({tag = 'back'})
                return #l .. l[1].name .. l[1].version .. #d .. d[1].category
                  .. #Tool.discover({category = 'data'}) .. #Tool.discover() .. table.concat(Tool.categories(), ',')
                  .. tostring(Tool.exists('echo_back')) .. tostring(Tool.exists('x'))
                  .. tostring(Tool.get('x')) .. tostring(Tool.x)
                """))
        .isEqualTo("2echo-back1.2.31utility12data,utilitytruefalsenilnil");
    assertThat(
            scripts.eval(
                "local t = Tool.get('echo-back') return t.name .. t.schema.name .. #t.schema.parameters .. type(Tool.echo_back.getSchema()) .. type(Tool.echo_back:get_schema())"))
        .isEqualTo("echo-backecho-back0tabletable");
  }
}
