package org.llmspell.itests.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scripts from the shell. */
@Tag("integration")
class RunCommandTest {

  @TempDir Path folder;

  Llmspell llmspell;

  @BeforeEach
  void user() {
    llmspell = new Llmspell(folder);
  }

  @Test
  void runsAScriptAndPrintsItsResult() {
    llmspell.file("sum.lua", "print('adding'); return 1 + 2");

    var result = llmspell.run("run", "sum.lua");

    assertThat(result.errors()).isEmpty();
    assertThat(result.output()).isEqualTo("adding\n3\n");
    assertThat(result.exitCode()).isZero();
  }

  @Test
  void givesTheArgumentsToTheScript() {
    llmspell.file("args.lua", "return Args[1] .. '/' .. ARGS.name .. '/' .. arg[1]");

    var result = llmspell.run("run", "args.lua", "--", "one", "--name", "two");

    assertThat(result.output()).isEqualTo("one/two/one\n");
  }

  @Test
  void printsTheResultAsJson() {
    var result = llmspell.run("--output", "json", "exec", "return {1, 2, {name = 'x'}}");

    assertThat(result.output().replaceAll("\\s", "")).isEqualTo("[1,2,{\"name\":\"x\"}]");
  }

  @Test
  void saysInOneLineWhereAScriptFailed() {
    llmspell.file("bad.lua", "local x = nil\nprint(x.field)");

    var result = llmspell.run("run", "bad.lua");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.errors()).startsWith("Error: ").contains("bad.lua:2:").hasLineCount(1);
    assertThat(result.output()).isEmpty();
  }

  @Test
  void namesAScriptThatIsNotThere() {
    var result = llmspell.run("run", "nowhere.lua");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.errors()).startsWith("Error: ").contains("nowhere.lua");
  }

  @Test
  void endsWithTheExitCodeOfTheScript() {
    assertThat(llmspell.run("exec", "os.exit(7)").exitCode()).isEqualTo(7);
  }

  @Test
  void stopsAScriptThatNeverEnds() {
    llmspell.file("short.toml", "[runtime]\nscript_timeout_seconds = 1\n");

    var result = llmspell.run("--config", "short.toml", "exec", "while true do end");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.errors()).startsWith("Error: ").contains("script_timeout_seconds");
  }

  @Test
  void refusesAnUnknownCommandWithTwo() {
    var result = llmspell.run("rum", "x.lua");

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.errors()).contains("rum").contains("run");
  }

  @Test
  void listsTheCommands() {
    var result = llmspell.run("--help");

    assertThat(result.exitCode()).isZero();
    assertThat(result.output()).contains("run", "exec", "tool", "plugin", "serve");
  }

  @Test
  void tellsItsVersion() {
    assertThat(llmspell.run("--version").output()).contains("0.6.0");
  }

  @Test
  void invokesAToolFromTheShell() {
    var result = llmspell.run("tool", "invoke", "calculator", "input=6 * 7");

    assertThat(result.errors()).isEmpty();
    assertThat(result.output()).contains("42");
    assertThat(result.exitCode()).isZero();
  }

  @Test
  void namesTheParameterThatIsMissing() {
    var result = llmspell.run("tool", "invoke", "text-manipulator", "operation=uppercase");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.errors()).startsWith("Error: ").contains("input");
  }
}
