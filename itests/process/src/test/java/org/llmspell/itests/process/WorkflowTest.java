package org.llmspell.itests.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.llmspell.itests.process.Llmspell.Result;

/** Runs of workflows over the deaths of their processes, with state on disk. */
@Tag("integration")
@Timeout(600)
class WorkflowTest {
  private static final int FILES = 10;
  private static final Pattern RUN = Pattern.compile("(?m)^Run (\\S+)$");
  private static final Pattern IN_DOUBT = Pattern.compile("Step '(\\w+)' \\(s\\d+\\)");

  @TempDir Path folder;

  Llmspell llmspell;

  @BeforeEach
  void user() {
    llmspell = new Llmspell(folder);
    llmspell.file("llmspell.toml", "[runtime.state_persistence]\nenabled = true\n");
  }

  /** Makes an id and writes it to a file, ten times, with a pause after each. */
  private static String tenFiles() {
    var steps = new StringBuilder();
    for (int i = 1; i <= FILES; i++) {
      steps.append(
          """
          {"name": "make%1$d", "tool": "uuid-generator", "input": {}},
          {"name": "write%1$d", "tool": "base64-encoder", "input":
            {"operation": "encode", "input": "{{step:make%1$d:output.result.uuid}}", "output_file": "out%1$d.txt"}},
          {"name": "pause%1$d", "tool": "calculator", "input": {"input": "no number"},
            "idempotent": true, "optional": true,
            "error_strategy": {"type": "retry", "max_attempts": 2, "retry_delay_ms": 150}}%2$s
          """
              .formatted(i, i == FILES ? "" : ","));
    }
    return """
    {"type": "sequential", "name": "ten", "checkpoint": true, "steps": [%s]}
    """
        .formatted(steps);
  }

  private Map<String, FileTime> files() throws IOException {
    Map<String, FileTime> files = new TreeMap<>();
    for (int i = 1; i <= FILES; i++) {
      Path file = folder.resolve("out%d.txt".formatted(i));
      if (Files.exists(file)) {
        files.put(file.getFileName().toString(), Files.getLastModifiedTime(file));
      }
    }
    return files;
  }

  /** Kills the command when it has told something. */
  private String kill(String told, String... command) {
    try (var running = llmspell.start(command)) {
      running.await(told, () -> running.errors().contains(told));
      running.process().destroyForcibly();
      return running.await().errors();
    }
  }

  /**
   * The words that resume a run: a person looks whether the step in doubt was done. Its file says
   * so; an id that nobody has seen may be made again.
   */
  private String[] resume(String id) {
    Result plain = llmspell.run("workflow", "show", id);
    assertThat(plain.exitCode()).as(plain.errors()).isZero();
    Matcher doubt = Pattern.compile("\\[\\?] (\\w+):").matcher(plain.output());
    if (!doubt.find()) {
      return new String[] {"workflow", "resume", id};
    }
    String step = doubt.group(1);
    Result refused = llmspell.run("workflow", "resume", id);
    assertThat(refused.exitCode()).isEqualTo(1);
    Matcher named = IN_DOUBT.matcher(refused.errors());
    assertThat(named.find()).as(refused.errors()).isTrue();
    assertThat(named.group(1)).isEqualTo(step);
    boolean done = Files.exists(folder.resolve(step.replace("write", "out") + ".txt"));
    return new String[] {"workflow", "resume", id, done ? "--skip" : "--again", step};
  }

  @Test
  void doesEachStepOnceThoughItIsKilledAgainAndAgain() throws IOException {
    llmspell.file("ten.json", tenFiles());
    String errors = kill("s2 write1:", "workflow", "run", "ten.json");
    Matcher run = RUN.matcher(errors);
    assertThat(run.find()).as(errors).isTrue();
    String id = run.group(1);
    Map<String, FileTime> seen = new LinkedHashMap<>(files());
    for (String told :
        new String[] {
          "s6 pause2: calc", "s10 make4:", "s14 write5:", "s17 write6:", "s23 write8:"
        }) {
      String line = told.replace("calc", "tool calculator");
      assertThat(kill(line, resume(id))).contains("was done before");
      seen.forEach((file, time) -> assertThat(files(file)).as(file).isEqualTo(time));
      seen.putAll(files());
    }
    assertThat(seen).hasSizeBetween(7, FILES - 1);

    String[] last = resume(id);
    Result result = llmspell.run(last);

    assertThat(result.exitCode()).as(result.errors()).isZero();
    seen.forEach((file, time) -> assertThat(files(file)).as(file).isEqualTo(time));
    assertThat(files()).hasSize(FILES);
    assertThat(llmspell.run("workflow", "list").output()).isEqualTo("No run is unfinished\n");
    assertThat(llmspell.run("state", "list").output()).isEqualTo("No entries.\n");
  }

  private FileTime files(String name) {
    try {
      return Files.getLastModifiedTime(folder.resolve(name));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void keepsARunThatIsCancelledFromTheKeyboard() {
    llmspell.file("ten.json", tenFiles());
    String id;
    try (var running = llmspell.start("workflow", "run", "ten.json")) {
      running.await("a step", () -> running.errors().contains("s9 pause3: tool"));
      assertThat(llmspell.shell("kill -INT " + running.process().pid()).await().exitCode())
          .isZero();
      Result result = running.await();
      assertThat(result.exitCode()).isNotZero();
      assertThat(result.errors()).contains("Cancelled. Resume it with 'llmspell workflow resume");
      Matcher run = RUN.matcher(result.errors());
      assertThat(run.find()).isTrue();
      id = run.group(1);
    }
    assertThat(llmspell.run("workflow", "list").output()).contains(id).contains("\tcancelled\t");

    Result resumed = llmspell.run(resume(id));

    assertThat(resumed.exitCode()).as(resumed.errors()).isZero();
    assertThat(resumed.errors()).contains("s8 write3: was done before");
  }

  @Test
  void runsAScriptAgainForItsFunctions() throws IOException {
    llmspell.file(
        "count.lua",
        """
        local function note(text)
          State.set(text, (State.get(text) or 0) + 1)
          return text
        end
        local wf = Workflow.sequential({name = "count", checkpoint = true, steps = {
          {name = "one", ["function"] = function() return note("one" .. Args[1]) end},
          {name = "two", tool = "base64-encoder", idempotent = true,
            input = {operation = "decode", input_file = "ready.txt"}},
          {name = "three", ["function"] = function(input) return note("three") .. input end,
            input = "{{step:one:output}}"},
        }})
        print(wf:execute().output)
        """);
    Result first = llmspell.run("run", "count.lua", "--", "x");
    assertThat(first.output()).startsWith("onex\n");
    String id = llmspell.run("workflow", "list").output().replaceAll("(?s)\t.*", "");
    Files.writeString(folder.resolve("ready.txt"), "b2s=");

    Result result = llmspell.run("workflow", "resume", id);

    assertThat(result.exitCode()).as(result.errors()).isZero();
    assertThat(result.output()).isEqualTo("threeonex\n");
    assertThat(llmspell.run("state", "list").output()).isEqualTo("global\tonex\nglobal\tthree\n");
    assertThat(llmspell.run("state", "get", "onex").output()).isEqualTo("1\n");
  }
}
