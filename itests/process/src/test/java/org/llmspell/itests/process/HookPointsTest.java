package org.llmspell.itests.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The guide to hooks says which points agents, workflows and state fire; PointsTest of the hooks
 * relies on this.
 */
@Tag("integration")
@Timeout(300)
class HookPointsTest {
  private static final String RESULT =
      """
      local names = {}
      for name in pairs(fired) do names[#names + 1] = name end
      table.sort(names)
      return table.concat(names, " ")
      """;

  @TempDir Path folder;

  /** The points that some fire, as the guide says. */
  private static SortedSet<String> points(String firedBy) throws IOException {
    var points = new TreeSet<String>();
    Path guide = Llmspell.checkout().resolve("docs/guide/hooks.md");
    for (String line : Files.readAllLines(guide)) {
      String[] cells = line.split("\\|");
      if (cells.length == 4 && cells[2].strip().matches(firedBy)) {
        assertThat(cells[3].strip()).as(line).isEqualTo("now");
        points.add(cells[1].strip());
      }
    }
    return points;
  }

  /** Which of the points a script fires. */
  private String fired(SortedSet<String> points, String script) {
    var all = new StringBuilder("local fired = {}\n");
    for (String point : points) {
      all.append("Hook.register('%s', function() fired.%s = true end)\n".formatted(point, point));
    }
    var llmspell = new Llmspell(folder);
    llmspell.file(
        "llmspell.toml",
        """
        [runtime.state_persistence]
        enabled = true
        migration_enabled = true
        """);
    llmspell.file("points.lua", all + script + RESULT);
    Llmspell.Result result = llmspell.run("run", "points.lua");
    assertThat(result.exitCode()).as(result.errors()).isZero();
    return result.output().strip();
  }

  @Test
  void thoseOfState() throws IOException {
    SortedSet<String> points = points("state.*");

    String fired =
        fired(
            points,
            """
            State.set("a", 1)
            State.get("a")
            State.compare_and_swap("a", 2, 3)
            State.register_schema{version = "1.0.0", key = "b:*", fields = {n = "integer"}}
            State.register_schema{version = "1.1.0", key = "b:*",
              fields = {n = "integer", m = "string"}}
            State.migrate("1.1.0")
            """);

    assertThat(points).hasSize(6);
    assertThat(fired).isEqualTo(String.join(" ", points));
  }

  @Test
  void thoseOfAgentsAndWorkflows() throws IOException {
    SortedSet<String> points = points("(agents|workflows).*");

    String fired =
        fired(
            points,
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
            """);

    assertThat(points).hasSize(15);
    assertThat(fired).isEqualTo(String.join(" ", points));
  }
}
