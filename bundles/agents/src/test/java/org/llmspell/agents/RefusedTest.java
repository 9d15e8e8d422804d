package org.llmspell.agents;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.llmspell.agents.script.AgentGlobal;
import org.llmspell.core.hook.HookContext;
import org.llmspell.core.hook.HookExecutor;
import org.llmspell.core.hook.HookOutcome;
import org.llmspell.core.hook.HookPoint;
import org.llmspell.core.hook.HookResult;
import org.llmspell.scripting.Scripts;

/** Steps of a life that hooks cancel. */
@Tag("integration")
class RefusedTest {
  private final Set<String> refused = new HashSet<>();
  private final Bed bed = new Bed();
  private final Scripts scripts = Scripts.with(new AgentGlobal(bed.service));

  RefusedTest() {
    Templated.add(bed.service);
    bed.surroundings.setHooks(
        new HookExecutor() {
          @Override
          public boolean isActive(HookPoint point) {
            return refused.contains(point.text());
          }

          @Override
          public HookOutcome fire(HookContext context) {
            return new HookOutcome(false, null, List.of(new HookResult.Cancel("not now")));
          }
        });
  }

  @Test
  void theFourthPauseIsBlockedButTurnsAreNot() {
    refused.add("custom:agent_paused");

    scripts.eval(
        """
        local a = Agent.create_from_template("a", "basic", {})
        a:initialize()
        a:start()
        for _ = 1, 3 do
          local ok, why = pcall(a.pause, a)
          assert(not ok and tostring(why):find("not now", 1, true), why)
        end
        assert(a:get_state_metrics().circuit_breaker == "open")
        local ok, why = pcall(a.pause, a)
        assert(not ok and tostring(why):find("state transitions are blocked for agent a", 1, true), why)
        assert(a:invoke("hi").text:find("hi", 1, true))
        """);
  }

  @Test
  void agentsEndWithTheirScriptAlthoughHooksWouldKeepThem() {
    refused.addAll(Set.of("BeforeAgentInit", "BeforeAgentShutdown"));

    scripts.eval(
        """
        local a = Agent.create_from_template("a", "basic", {})
        local b = Agent.create_from_template("b", "basic", {})
        assert(not pcall(a.invoke, a, "hi"))
        assert(not pcall(b.destroy, b) and Agent.get("b"))
        """);

    assertThat(bed.service.names()).isEmpty();
  }
}
