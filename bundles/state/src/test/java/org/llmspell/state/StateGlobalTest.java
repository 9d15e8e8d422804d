package org.llmspell.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.llmspell.core.script.ScriptFunction;
import org.llmspell.core.state.StateScope;
import org.llmspell.scripting.Scripts;

class StateGlobalTest {
  @TempDir Path dir;
  private StateService state;
  private StateGlobal global;
  private Scripts scripts;

  @BeforeEach
  void open() {
    state = new Stores(dir).state();
    global = new StateGlobal(state);
    scripts = Scripts.with(global);
  }

  @Test
  void savesAndLoadsWithAndWithoutAScopeInEverySpelling() {
    Object result =
        scripts.eval(
            """
            State.save("a", 1)
            State.set("global", "b", {x = {1, 2}})
            State.save("agent:w", "c", "text")
            assert(State.load("Global", "a") == 1)
            assert(State.get("b").x[2] == 2)
            assert(State.load("agent:w", "c") == "text" and State.get("c") == nil)
            assert(State.exists("agent:w", "c") and not State.exists("c"))
            assert(#State.list() == 2 and #State.list_keys("global") == 2)
            assert(#State.listKeys("GLOBAL") == 2 and #State.keys("agent:w") == 1)
            assert(State.all().a == 1 and State.all("agent:w").c == "text")
            assert(State.delete("agent:w", "c") == nil and State.delete("nothing") == nil)
            assert(State.scope.Global == "global" and State.scope.Agent == "agent")
            assert(State.load(State.scope.Global, "a") == 1)
            State.agent_set("x", "k", true)
            assert(State.agentGet("x", "k") == true and State.load("agent:x", "k") == true)
            State.tool_set("t", "k", 5)
            assert(State.tool_get("t", "k") == 5)
            State.hook_set("h", "k", 6)
            assert(State.hookGet("h", "k") == 6 and State.load("hook:h", "k") == 6)
            State.save("custom", ":workflow:7:step:first:output", "done")
            State.save("workflow:7", "mine", 1)
            assert(State.workflow_get("7", "first") == "done")
            assert(State.workflow_get("7", "mine") == 1)
            assert(#State.workflow_list("7") == 2)
            assert(State.increment("n") == 1 and State.increment("global", "n", 4) == 5)
            assert(State.compare_and_swap("n", 5, 6) and not State.compareAndSwap("n", 5, 7))
            assert(not State.set_if_not_exists("n", 1) and State.set_if_not_exists("m", 1))
            assert(State.clear("agent:x") == 1)
            return State.load("n")
            """);

    assertThat(result).isEqualTo(6L);
    assertThat(state.get(StateScope.GLOBAL, "a")).contains(1L);
  }

  @Test
  void keepsWholeNumbersWholeAndTablesApart() {
    Object result =
        scripts.eval(
            """
            local t = {n = 3, f = 2.5, list = {}}
            State.save("t", t)
            t.n = 4
            local got = State.load("t")
            got.n = 5
            return {math.type(State.load("t").n), State.load("t").n, State.load("t").f}
            """);

    assertThat(result).isEqualTo(List.of("integer", 3L, 2.5));
  }

  @Test
  void raisesErrorsThatSayWhatIsWrong() {
    assertThatThrownBy(() -> scripts.eval("State.set('k')"))
        .hasMessageContaining("State.set() expects 2 or 3 arguments:");
    assertThatThrownBy(() -> scripts.eval("State.save('', 1)"))
        .hasMessageContaining("State save error: Invalid format: Key cannot be empty");
    assertThatThrownBy(() -> scripts.eval("State.load('a..b')"))
        .hasMessageContaining("State load error:");
    assertThatThrownBy(() -> scripts.eval("State.delete('__x')"))
        .hasMessageContaining("State delete error:");
    assertThatThrownBy(() -> scripts.eval("State.save({}, 'k', 1)"))
        .hasMessageContaining("scope must be a string");
    assertThatThrownBy(() -> scripts.eval("State.save('k', print)"))
        .hasMessageContaining("function");
    assertThatThrownBy(() -> scripts.eval("local t = {} t.me = t State.save('k', t)"))
        .hasMessageContaining("contains itself");
  }

  @Test
  void takesFunctionsOfOtherParts() {
    ScriptFunction migrate = arguments -> Map.of("success", true);
    global.addFunctions(reference(), session -> Map.of("schema_versions", migrate));

    assertThat(scripts.eval("return State.schemaVersions().success")).isEqualTo(true);
  }

  @SuppressWarnings("unchecked") // a proxy has no type arguments
  private static org.osgi.framework.ServiceReference<org.llmspell.state.store.StateFunctions>
      reference() {
    return (org.osgi.framework.ServiceReference<org.llmspell.state.store.StateFunctions>)
        (Object) Stores.reference("functions");
  }
}
