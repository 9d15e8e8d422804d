package org.llmspell.itests.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.llmspell.itests.process.Llmspell.Running;

/** The long-running container, and commands that go to it. */
@Tag("integration")
class ServeTest {

  /** Calls the greeter until a file says stop; ends with the number of calls and the versions. */
  private static final String LOOP =
      """
      local calls, seen, order = 0, {}, {}
      local minimum = tonumber(Args.calls)
      print("looping")
      while calls < minimum or not io.open(Args.stop) do
        local answer = Tool.invoke("greeter", {name = "Ada"})
        if not answer.success then error("a call failed: " .. tostring(answer.error)) end
        local version = answer.result.version
        if order[#order] ~= version then order[#order + 1] = version end
        calls = calls + 1
      end
      return calls .. " calls: " .. table.concat(order, " ")
      """;

  @TempDir Path folder;

  Llmspell llmspell;

  @BeforeEach
  void user() {
    llmspell = new Llmspell(folder);
    llmspell.file("full.toml", "[engines.lua]\nstdlib = \"full\"\n");
    llmspell.file("loop.lua", LOOP);
  }

  private Running serve(String... arguments) {
    String[] command =
        Stream.concat(Stream.of("serve"), Stream.of(arguments)).toArray(String[]::new);
    Running container = llmspell.start(command);
    container.await("Serving", () -> container.errors().contains("Serving"));
    return container;
  }

  @Test
  void seesAnUpgradeAndARollbackWhileAScriptCallsWithoutOneFailedCall() {
    swapUnderLoad(50_000);
  }

  @Test
  @Tag("stress")
  void swapsUnderAMillionCalls() {
    swapUnderLoad(1_000_000);
  }

  private void swapUnderLoad(int calls) {
    try (Running container = serve()) {
      llmspell.run("plugin", "install", Greeter.V1.toString());
      try (Running script =
          llmspell.start(
              "--config",
              "full.toml",
              "run",
              "loop.lua",
              "--",
              "--stop",
              folder.resolve("stop").toString(),
              "--calls",
              Integer.toString(calls))) {
        script.await("looping", () -> script.output().contains("looping"));

        var upgraded = llmspell.run("plugin", "upgrade", Greeter.V2.toString());
        var back = llmspell.run("plugin", "rollback", "org.example.greeter");
        llmspell.file("stop", "now");
        var result = script.await();

        assertThat(upgraded.exitCode()).as(upgraded.errors()).isZero();
        assertThat(back.exitCode()).as(back.errors()).isZero();
        assertThat(result.errors()).isEmpty();
        assertThat(result.output()).endsWith("calls: 1.0.0 2.0.0 1.0.0\n");
      }
      assertThat(container.process().isAlive()).isTrue();
    }
  }

  @Test
  void opensItsSocketOnlyToItsOwner() throws IOException {
    try (var _ = serve()) {
      Path socket = llmspell.home().resolve("daemon.sock");
      if (Files.exists(socket)) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
            .isEqualTo("rw-------");
      }
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(llmspell.home())))
          .isEqualTo("rwx------");
    }
  }

  @Test
  void endsCleanlyWhenItIsAskedTo() {
    Running container = serve();

    var result = container.terminate();

    assertThat(result.exitCode()).isIn(0, 143);
    assertThat(result.errors()).doesNotContain("Exception");
    assertThat(llmspell.home().resolve("daemon.sock")).doesNotExist();
  }

  @Test
  void refusesASecondContainerOnTheSameData() {
    try (var _ = serve()) {
      var second = llmspell.run("serve");

      assertThat(second.exitCode()).isEqualTo(1);
      assertThat(second.errors()).startsWith("Error: ").hasLineCount(1);
    }
  }

  @Test
  void installsWhatIsDroppedIntoItsFolder() throws IOException {
    Path drop = Files.createDirectory(folder.resolve("drop"));
    try (Running container = serve("--watch", drop.toString())) {
      Path moving = Files.copy(Greeter.V1, folder.resolve("greeter.part"));
      Files.move(moving, drop.resolve("greeter.jar"), StandardCopyOption.ATOMIC_MOVE);

      container.await(
          "the greeter",
          () -> llmspell.run("tool", "invoke", "greeter", "name=Ada").exitCode() == 0);
    }
  }

  @Test
  void keepsTheHooksAndHandlersOfItsScripts() {
    llmspell.file(
        "keeper.lua",
        """
        local heard = 0
        Hook.register("AfterToolExecution", function(context)
          context.data.result = "kept: " .. tostring(context.data.result)
          return {type = "modified", data = context.data}
        end)
        Event.on("shop.*", function(event)
          heard = heard + 1
          print("heard " .. event.data.what)
          if event.data.what == "bad" then error("not that") end
          if event.data.what == "leave" then os.exit(0) end
        end)
        """);
    try (Running container = serve("--keep", "keeper.lua")) {
      container.await("kept", () -> container.errors().contains("Keeping script 'keeper.lua'"));

      String call =
          "return Tool.invoke('calculator', {operation = 'evaluate', input = '6*7'}).result";
      var inAScript = llmspell.run("exec", call);
      var inACommand =
          llmspell.run("tool", "invoke", "calculator", "operation=evaluate", "input=6*7");
      for (String what : new String[] {"good", "bad", "more"}) {
        llmspell.run("exec", "Event.publish('shop.x', {what = '" + what + "'})");
        container.await("heard " + what, () -> container.output().contains("heard " + what));
      }

      assertThat(inAScript.output()).as(inAScript.errors()).startsWith("kept: ");
      assertThat(inACommand.output()).as(inACommand.errors()).contains("kept: ");
      assertThat(container.errors()).contains("Event handler for 'shop.x' failed", "not that");

      llmspell.run("exec", "Event.publish('shop.x', {what = 'leave'})");
      container.await("its end", () -> container.errors().contains("'keeper.lua' has ended"));
      assertThat(llmspell.run("exec", call).output()).doesNotContain("kept");

      var end = container.terminate();
      assertThat(end.exitCode()).isIn(0, 143);
      assertThat(end.errors()).doesNotContain("Exception");
    }
  }

  @Test
  void goesOnWithoutAScriptThatFailsAndRefusesOneThatIsNotThere() {
    llmspell.file("broken.lua", "error('on purpose')");
    llmspell.file("good.lua", "Hook.register('custom:x', function() return 'continue' end)");
    try (Running container = serve("--keep", "broken.lua", "--keep", "good.lua")) {
      container.await("kept", () -> container.errors().contains("Keeping script 'good.lua'"));
      container.await("told", () -> container.errors().contains("broken.lua:1: on purpose"));

      assertThat(llmspell.run("exec", "return #Hook.list('custom:x')").output()).isEqualTo("1\n");

      var end = container.terminate();
      assertThat(end.exitCode()).isIn(0, 143);
      assertThat(end.errors()).doesNotContain("cancelled");
    }
    assertThat(llmspell.run("serve", "--keep", "nowhere.lua").exitCode()).isEqualTo(2);
  }

  @Test
  void stopsAScriptWhoseShellWentAway() {
    try (Running container = serve()) {
      llmspell.file("endless.lua", "print('started') while true do end");
      Running script = llmspell.start("run", "endless.lua");
      script.await("started", () -> script.output().contains("started"));

      var result = script.terminate();

      assertThat(result.exitCode()).isNotZero();
      assertThat(llmspell.run("exec", "return 1").output()).isEqualTo("1\n");
      assertThat(container.process().isAlive()).isTrue();
    }
  }

  @Test
  void leavesOneVersionWhenItIsKilledInAnUpgrade() {
    for (int round = 0; round < 3; round++) {
      try (Running container = serve()) {
        llmspell.run("plugin", "install", Greeter.V1.toString());
        Running upgrade = llmspell.start("plugin", "upgrade", Greeter.V2.toString());
        upgrade.await(
            "any sign of the upgrade",
            () -> !upgrade.errors().isEmpty() || !upgrade.output().isEmpty());

        container.process().destroyForcibly();
        upgrade.await();
      }
      var greeting = llmspell.run("tool", "invoke", "greeter", "name=Ada");
      var listed = llmspell.run("--output", "json", "plugin", "list");

      assertThat(greeting.exitCode()).as(greeting.errors()).isZero();
      assertThat(listed.output().split("org.example.greeter", -1)).hasSize(2);
      assertThat(listed.output()).containsIgnoringCase("active");
      llmspell.run("plugin", "uninstall", "org.example.greeter");
    }
  }
}
