package org.llmspell.agents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.llmspell.agents.script.AgentGlobal;
import org.llmspell.core.ToolOutput;
import org.llmspell.scripting.Scripts;

/** The examples about agents and the code of the guide do what they say. */
@Tag("integration")
class ExamplesTest {
  private static final Path TOP = Path.of("../..").toAbsolutePath().normalize();

  private final Bed bed = new Bed();
  private RealModels models;
  private Scripts scripts;

  @BeforeEach
  void open(@TempDir Path folder) throws Exception {
    models = new RealModels(folder);
    scripts = Scripts.with(new AgentGlobal(bed.service), models.global());
    Templated.add(bed.service);
    bed.surroundings.setModels(models.registry());
    bed.tool("calculator", (p, _) -> ToolOutput.success("evaluate", p.get("expression")));
  }

  @AfterEach
  void close() throws Exception {
    models.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          basic | after the turn:
          tool_loop | 56 in all
          streaming | ended early: true
          structured_output | Ada is 36
          pipeline | orchards stay empty
          parallel_voting | decision: accept (2 of 3)
          coordinator | team of boss: geographer, accountant
          debate | judge: Build the dykes
          hand_off | answered by: billing
          """)
  void runs(String example, String shown) throws IOException {
    scripts.eval(Files.readString(TOP.resolve("examples/agents/%s.lua".formatted(example))));

    assertThat(scripts.written()).contains(shown);
  }

  @Test
  void noExampleIsForgotten() throws IOException {
    try (Stream<Path> files = Files.list(TOP.resolve("examples/agents"))) {
      assertThat(files).hasSize(9);
    }
  }

  @Test
  void theCodeOfTheGuideRuns() throws IOException {
    String guide = Files.readString(TOP.resolve("docs/agents.md"));
    Matcher code = Pattern.compile("```lua\n(.*?)```", Pattern.DOTALL).matcher(guide);
    List<String> blocks = code.results().map(found -> found.group(1)).toList();

    assertThat(blocks).hasSizeGreaterThan(5);
    for (String block : blocks) {
      scripts.eval(block);
    }
  }
}
