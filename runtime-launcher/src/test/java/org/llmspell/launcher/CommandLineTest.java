package org.llmspell.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {

  @Test
  void skipsGlobalOptionsAndTheirValues() {
    CommandLine line = of("--output json -c serve.toml -v run a.lua");

    assertThat(line.command()).isEqualTo("run");
    assertThat(line.verbose()).isTrue();
    assertThat(line.standalone()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--standalone run a.lua",
        "run a.lua --standalone",
        "run --help",
        "-V",
        "plugin new d",
        ""
      })
  void doesNotAskARunningContainer(String line) {
    assertThat(of(line).standalone()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"run a.lua", "plugin list", "serve", "exec return(1)", "tool info new"})
  void asksARunningContainer(String line) {
    assertThat(of(line).standalone()).isFalse();
  }

  @Test
  void leavesToTheScriptWhatFollowsTwoDashes() {
    CommandLine line = of("run a.lua -- --standalone -v --help --debug");

    assertThat(line).isEqualTo(new CommandLine("run", false, false, false, false));
  }

  @Test
  void servesOnlyWhenNoHelpIsAskedFor() {
    assertThat(of("-v serve").serves()).isTrue();
    assertThat(of("serve --help").serves()).isFalse();
    assertThat(of("--config serve run").serves()).isFalse();
  }

  private static CommandLine of(String line) {
    return CommandLine.of(line.isEmpty() ? List.of() : List.of(line.split(" ")));
  }
}
