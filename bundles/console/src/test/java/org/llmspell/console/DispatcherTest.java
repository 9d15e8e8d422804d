package org.llmspell.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.llmspell.core.command.Command;
import org.llmspell.core.command.CommandCall;
import org.llmspell.core.command.CommandRunner;
import org.llmspell.core.command.CommandSpec;
import org.llmspell.core.command.UsageException;
import org.llmspell.core.config.Settings;
import org.llmspell.core.error.ErrorKind;
import org.llmspell.core.error.SpellException;

class DispatcherTest {

  @Test
  void passesTheExitCodeOn() {
    assertThat(new TestConsole().add("a", call -> 42).run("a").code()).isEqualTo(42);
  }

  @Test
  void givesTheContainerTheSettingsOfItsFirstCommandOnly() {
    var console = new TestConsole().add("a", _ -> 0);
    console.settings =
        (file, in, variables) -> new Settings(Map.of("file", file.orElseThrow().toString()));
    Dispatcher dispatcher = console.dispatcher();
    var out = new ByteArrayOutputStream();

    dispatcher.run(console.request(out, out, "--config", "first", "a"));
    dispatcher.run(console.request(out, out, "--config", "second", "a"));

    assertThat(console.container.all).containsExactly(new Settings(Map.of("file", "first")));
  }

  @Test
  void doesNotRunACommandWithWrongSettings() {
    var console = new TestConsole().add("a", _ -> 42);
    console.settings =
        (file, in, variables) -> {
          throw SpellException.configuration("Setting 'x' is '1' but must be text", null);
        };

    assertThat(console.run("a"))
        .isEqualTo(
            new TestConsole.Run(
                CommandRunner.FAILED, "", "Error: Setting 'x' is '1' but must be text\n"));
  }

  @CommandSpec(name = "mend", summary = "Works with wrong settings", settings = false)
  private record Mend() implements Command {
    @Override
    public int run(CommandCall call) {
      return 7;
    }
  }

  @Test
  void runsACommandThatNeedsNoSettings() {
    var console = TestConsole.of(new Mend());
    console.settings =
        (file, in, variables) -> {
          throw SpellException.configuration("wrong", null);
        };

    assertThat(console.run("mend").code()).isEqualTo(7);
    assertThat(console.container.all).isEmpty();
    assertThat(Syntax.of(Map.of("llmspell.command.settings", false)).settings()).isFalse();
    assertThat(Syntax.of(Map.of()).settings()).isTrue();
  }

  @Test
  void tellsAFailureInOneLine() {
    var run = failing(SpellException.tool("x", "it broke\n  at the edge", null)).run("a");

    assertThat(run)
        .isEqualTo(new TestConsole.Run(CommandRunner.FAILED, "", "Error: it broke at the edge\n"));
  }

  @Test
  void saysThatAScriptFailed() {
    var failure = new SpellException(new ErrorKind.Script("lua", 3), "x.lua:3: no");

    assertThat(failing(failure).run("a").errors())
        .isEqualTo("Error: Script execution error: x.lua:3: no\n");
  }

  @Test
  void showsTheTraceOnDemandOnly() {
    var console = failing(SpellException.component("broken", null));

    assertThat(console.run("a", "--debug").errors())
        .startsWith("Error: broken\n")
        .contains("\tat org.llmspell");
    assertThat(console.run("a", "-v").errors()).isEqualTo("Error: broken\n");
  }

  @Test
  void namesNoClassWhenACommandIsBroken() {
    var run = failing(new IllegalStateException("java.lang.Secret")).run("a");

    assertThat(run.code()).isEqualTo(CommandRunner.FAILED);
    assertThat(run.errors()).hasLineCount(1).startsWith("Error: ").doesNotContain("java", "Secret");
  }

  @Test
  void tellsWhichFileIsMissing() {
    Command command =
        call -> {
          throw new NoSuchFileException("/a/b");
        };

    assertThat(new TestConsole().add("a", command).run("a").errors())
        .isEqualTo("Error: File not found: /a/b\n");
  }

  @Test
  void endsWith2WhenTheCommandLineIsWrong() {
    assertThat(failing(new UsageException("not so")).run("a"))
        .isEqualTo(new TestConsole.Run(CommandRunner.USAGE, "", "Error: not so\n"));
    assertThat(new TestConsole().run("nix").code()).isEqualTo(CommandRunner.USAGE);
    assertThat(new TestConsole().run().code()).isEqualTo(CommandRunner.USAGE);
  }

  @Test
  void tellsThatACommandWasCancelled() {
    Command command =
        call -> {
          throw new InterruptedException();
        };

    var run = new TestConsole().add("a", command).run("a");

    assertThat(Thread.interrupted()).isTrue();
    assertThat(run).isEqualTo(new TestConsole.Run(1, "", "Error: Cancelled\n"));
  }

  @Test
  void showsTheVersion() {
    assertThat(new TestConsole().run("--version"))
        .isEqualTo(new TestConsole.Run(0, "llmspell 0.6.0\n", ""));
  }

  @Test
  void listsAllCommandsInHelpWithoutLoadingThem() {
    var console = new TestConsole();
    Syntax syntax =
        Syntax.of(
            Map.of(
                "llmspell.command.name", "spell cast",
                "llmspell.command.summary", "Casts a spell",
                "llmspell.command.parameters", "NAME",
                "llmspell.command.options", "--loud VOLUME: how loud"));
    console.commands.put("spell cast", new Catalog.Entry(syntax, new Unloadable()));

    assertThat(console.run("--help").output()).contains("  spell cast  Casts a spell\n");
    assertThat(console.run("spell", "--help").output()).contains("llmspell spell COMMAND");
    assertThat(console.run("spell", "cast", "--help"))
        .matches(run -> run.code() == 0)
        .extracting(TestConsole.Run::output)
        .asString()
        .contains("llmspell spell cast [OPTIONS] NAME", "--loud VOLUME  how loud", "--config FILE");
  }

  @Test
  void readsTheSettingsOnceForTheContainerAndLaterOnlyWhenAsked() {
    var console = new TestConsole();
    List<Optional<Path>> reads = new ArrayList<>();
    console.settings =
        (file, folder, environment) -> {
          reads.add(file);
          return Settings.NONE;
        };
    console
        .add("lazy", call -> 0)
        .add(
            "eager",
            call -> {
              call.settings();
              call.settings();
              return 0;
            });
    Dispatcher dispatcher = console.dispatcher();
    var out = new ByteArrayOutputStream();

    dispatcher.run(console.request(out, out, "eager", "-c", "x"));
    assertThat(reads).containsExactly(Optional.of(Path.of("x")));

    dispatcher.run(console.request(out, out, "lazy", "-c", "y"));
    assertThat(reads).hasSize(1);
  }

  private record Unloadable() implements Catalog.Source {
    @Override
    public Optional<Command> get() {
      throw new AssertionError("help must not load a command");
    }

    @Override
    public void release() {}
  }

  private static TestConsole failing(RuntimeException failure) {
    return new TestConsole()
        .add(
            "a",
            call -> {
              throw failure;
            });
  }
}
