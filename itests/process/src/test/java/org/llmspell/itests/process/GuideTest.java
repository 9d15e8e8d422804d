package org.llmspell.itests.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Follows the documentation step by step, as a newcomer does. */
@Tag("integration")
class GuideTest {

  @TempDir Path folder;

  @Test
  void writingATool() throws IOException {
    follow("docs/writing-a-tool.md");
  }

  @Test
  void writingAPolicy() throws IOException {
    follow("docs/security.md");
  }

  @Test
  void settingsAndKeys() throws IOException {
    follow("docs/configuration.md");
  }

  @Test
  void languageModels() throws IOException {
    follow("docs/providers.md");
  }

  @Test
  void workflows() throws IOException {
    follow("docs/workflows.md");
  }

  private void follow(String page) throws IOException {
    var llmspell = new Llmspell(folder);
    Files.createSymbolicLink(folder.resolve("llmspell"), Llmspell.checkout().resolve("llmspell"));

    var steps = Guide.steps(Llmspell.checkout().resolve(page));

    assertThat(steps).hasSizeGreaterThan(4);
    String output = "";
    for (Guide.Step step : steps) {
      switch (step) {
        case Guide.Step.WriteFile(var path, var text) ->
            Files.writeString(folder.resolve(path), text);
        case Guide.Step.Sees(var text) -> assertThat(output).isEqualTo(text);
        case Guide.Step.Commands(var text) -> {
          var result = llmspell.shell("set -e\n" + text).await();
          assertThat(result.exitCode()).as(text + result.errors() + result.output()).isZero();
          output = result.output();
        }
      }
    }
  }

  @Test
  void theTourOfTheReadme() throws IOException {
    var llmspell = new Llmspell(folder);
    for (String name : new String[] {"llmspell", "examples", "plugins-sdk"}) {
      Files.createSymbolicLink(folder.resolve(name), Llmspell.checkout().resolve(name));
    }
    var tour = new StringBuilder("set -e -m\n");
    for (Guide.Step step : Guide.steps(Llmspell.checkout().resolve("README.md"))) {
      if (step instanceof Guide.Step.Commands(var text) && !text.contains("./mvnw")) {
        tour.append(text);
      }
    }

    var result = llmspell.bash(tour.toString()).await();

    assertThat(result.exitCode()).as(result.toString()).isZero();
    assertThat(result.output())
        .contains("42\n")
        .contains("hello_world")
        .contains("3000000 calls, 0 failed, versions seen: 1.0.0, 2.0.0, 1.0.0");
  }
}
