package org.llmspell.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.script.ScriptRequest;
import org.llmspell.core.script.ScriptResult;
import org.llmspell.core.script.ScriptRunner;

/** The option {@code --keep} of {@code serve}, with a script engine of the test. */
@Timeout(30)
class KeptScriptsTest {
  private final List<String> kept = new CopyOnWriteArrayList<>();
  private final List<Thread> ending = new CopyOnWriteArrayList<>();
  private final CountDownLatch two = new CountDownLatch(2);
  @TempDir Path folder;

  /** A script that says "fail" fails, one that says "exit" exits, others are kept. */
  private final class Runner implements ScriptRunner {
    @Override
    public ScriptResult run(ScriptRequest request) {
      throw new AssertionError("scripts of serve are kept");
    }

    @Override
    public ScriptResult keep(ScriptRequest request, Runnable settled) {
      kept.add(request.source().name());
      if (List.of("fail", "exit").contains(request.source().text())) {
        ending.add(Thread.currentThread());
      }
      two.countDown();
      switch (request.source().text()) {
        case "fail" -> throw SpellException.component("it went wrong", null);
        case "exit" -> {
          return new ScriptResult(null, OptionalInt.of(5), Duration.ZERO);
        }
        default -> settled.run();
      }
      while (!request.context().cancellation().isCancelled()) {
        Thread.onSpinWait();
      }
      throw SpellException.component("The script was cancelled", null);
    }
  }

  @BeforeEach
  void files() throws IOException {
    for (String name : List.of("a", "b", "fail", "exit")) {
      Files.writeString(folder.resolve(name + ".lua"), name);
    }
  }

  private TestConsole console() {
    return TestConsole.of(
            new ServeCommand(
                folder, request -> 0, new TestConsole.Applied(), null, new Runner(), text -> text))
        .in(folder);
  }

  /** Serves until two scripts have begun and those that end have ended; what was said. */
  private String serve(String... words) throws Exception {
    var run = new FutureTask<>(() -> console().run(words));
    Thread thread = Thread.ofPlatform().start(run);
    assertThat(two.await(10, TimeUnit.SECONDS)).isTrue();
    for (Thread script : ending) {
      assertThat(script.join(Duration.ofSeconds(10))).isTrue();
    }
    thread.interrupt();
    TestConsole.Run result = run.get(10, TimeUnit.SECONDS);
    assertThat(result.code()).isZero();
    return result.errors();
  }

  @Test
  void runsAllOfThemUntilTheEnd() throws Exception {
    String said = serve("serve", "--keep", "a.lua", "--keep=b.lua");

    assertThat(kept).containsExactlyInAnyOrder("a.lua", "b.lua");
    assertThat(said).contains("Keeping script 'a.lua'", "Keeping script 'b.lua'", "Stopped.");
    assertThat(said).doesNotContain("Error");
  }

  @Test
  void goesOnWithoutOneThatFailsOrExits() throws Exception {
    String said = serve("serve", "--keep", "fail.lua", "--keep", "exit.lua");

    assertThat(said.lines())
        .contains(
            "Script 'fail.lua' is not kept any more:",
            "Error: it went wrong",
            "Script 'exit.lua' has ended with exit code 5");
    assertThat(said).contains("Serving.", "Stopped.");
  }

  @Test
  void refusesAScriptThatItCannotRead() throws IOException {
    Files.write(folder.resolve("latin.lua"), "h\u00e9".getBytes(StandardCharsets.ISO_8859_1));

    assertThat(console().run("serve", "--keep", "a.lua", "--keep", "none.lua"))
        .isEqualTo(new TestConsole.Run(2, "", "Error: --keep: Script file not found: none.lua\n"));
    assertThat(console().run("serve", "--keep", ".").code()).isEqualTo(2);
    assertThat(console().run("serve", "--keep", "latin.lua").errors()).contains("not UTF-8");
    assertThat(kept).isEmpty();
  }

  @Test
  void isPartOfTheHelp() {
    assertThat(console().run("serve", "--help").output()).contains("--keep FILE", "repeated");
  }
}
