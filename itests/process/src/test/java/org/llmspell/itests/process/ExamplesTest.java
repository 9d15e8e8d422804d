package org.llmspell.itests.process;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every script in {@code examples/} runs as it is, without a network; with the settings of its
 * folder, such as {@code state/state.toml}, if there are any.
 */
@Tag("integration")
class ExamplesTest {

  @TempDir Path folder;

  static List<Path> examples() throws IOException {
    Path root = Llmspell.checkout().resolve("examples");
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(file -> file.toString().endsWith(".lua"))
          .filter(file -> !file.getFileName().toString().startsWith("_"))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void runs(Path example) {
    List<String> command = new ArrayList<>();
    String topic = requireNonNull(example.getParent()).getFileName().toString();
    Path own = example.resolveSibling(topic + ".toml");
    if (Files.exists(own)) {
      command.addAll(List.of("--config", own.toString()));
    }
    command.addAll(List.of("run", example.toString()));

    var result = new Llmspell(folder).run(command.toArray(String[]::new));

    assertThat(result.errors()).isEmpty();
    assertThat(result.exitCode()).isZero();
    assertThat(result.output()).isNotBlank();
  }
}
