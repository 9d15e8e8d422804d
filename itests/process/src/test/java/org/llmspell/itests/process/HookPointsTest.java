package org.llmspell.itests.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The guide to hooks says which points agents and workflows fire; PointsTest of the hooks relies on
 * this.
 */
@Tag("integration")
@Timeout(300)
class HookPointsTest {
  @TempDir Path folder;

  @Test
  void agentsAndWorkflowsFireThePointsThatTheGuideSays() throws IOException {
    var points = new TreeSet<String>();
    Path guide = Llmspell.checkout().resolve("docs/guide/hooks.md");
    for (String line : Files.readAllLines(guide)) {
      String[] cells = line.split("\\|");
      if (cells.length == 4 && cells[2].strip().matches("(agents|workflows).*")) {
        assertThat(cells[3].strip()).as(line).isEqualTo("now");
        points.add(cells[1].strip());
      }
    }
    var script = new StringBuilder("local fired = {}\n");
    for (String point : points) {
      script.append(
          "Hook.register('%s', function() fired.%s = true end)\n".formatted(point, point));
    }
    script.append(
        """
        Provider.script("m", {{match = "hello", reply = "hi"}})
        local agent = Agent.create({name = "a", model = "scripted/m"})
        agent:invoke({text = "hello"})
        pcall(function() agent:invoke({text = "what is not in the script"}) end)
        agent:destroy()
        Workflow.sequential({name = "w", checkpoint = true, steps = {
          {name = "one", ["function"] = function() return 1 end,
            compensate = {["function"] = function() end}},
          {name = "two", ["function"] = function() error("no") end},
        }}):execute()
        local names = {}
        for name in pairs(fired) do names[#names + 1] = name end
        table.sort(names)
        return table.concat(names, " ")
        """);
    var llmspell = new Llmspell(folder);
    llmspell.file("llmspell.toml", "[runtime.state_persistence]\nenabled = true\n");
    llmspell.file("points.lua", script.toString());

    Llmspell.Result result = llmspell.run("run", "points.lua");

    assertThat(points).hasSize(15);
    assertThat(result.output().strip()).as(result.errors()).isEqualTo(String.join(" ", points));
  }
}
