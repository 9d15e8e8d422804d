package org.llmspell.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.llmspell.core.config.Settings;
import org.llmspell.core.script.ScriptRequest;
import org.llmspell.core.script.ScriptResult;
import org.llmspell.core.script.ScriptRunner;
import org.llmspell.json.PlainJson;

class ScriptCommandsTest {

  @TempDir Path folder;
  private final List<ScriptRequest> requests = new ArrayList<>();
  private @Nullable Object value = "done";
  private OptionalInt exit = OptionalInt.empty();
  private final ScriptRunner scripts =
      request -> {
        requests.add(request);
        try {
          request.output().write("printed\n".getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
        return new ScriptResult(value, exit, Duration.ofMillis(7));
      };
  private final TestConsole console =
      TestConsole.of(new RunCommand(scripts), new ExecCommand(scripts));

  @Test
  void runsAFileWithItsArguments() throws IOException {
    Files.writeString(folder.resolve("a.lua"), "return 1");

    var run = console.in(folder).run("run", "a.lua", "--", "x", "--y", "z");

    assertThat(run.code()).isZero();
    var request = requests.getFirst();
    assertThat(request.source().name()).isEqualTo("a.lua");
    assertThat(request.source().text()).isEqualTo("return 1");
    assertThat(request.source().file()).contains(folder.resolve("a.lua"));
    assertThat(request.arguments()).containsExactly("x", "--y", "z");
    assertThat(request.workingDirectory()).isEqualTo(folder);
    assertThat(request.language()).isEqualTo("lua");
  }

  @Test
  void printsTextRawAndTheRestAsCompactJson() {
    assertThat(console.run("exec", "x").output()).isEqualTo("printed\ndone\n");

    value = mixed();
    assertThat(console.run("exec", "x").output())
        .isEqualTo("printed\n{\"a\":[1,1.5,true,null],\"b\":\"\\\"\"}\n");

    value = null;
    assertThat(console.run("exec", "x").output()).isEqualTo("printed\nnull\n");
  }

  @Test
  void printsNothingButJsonWhenJsonIsAskedFor() {
    value = mixed();

    var run = console.run("--output", "json", "exec", "x");

    assertThat(run.output())
        .isEqualTo(
            """
            {
              "a" : [
                1,
                1.5,
                true,
                null
              ],
              "b" : "\\""
            }
            """);
    assertThat(run.errors()).isEqualTo("printed\n");
  }

  @Test
  void printsAllWhenPrettyIsAskedFor() {
    assertThat(console.run("--output", "pretty", "exec", "x").output())
        .isEqualTo(
            """
            Console Output:
            printed
            Output: "done"
            Engine: lua
            Execution time: 7ms
            """);
  }

  @Test
  void streamsAsOneChunk() {
    assertThat(console.run("exec", "x", "--stream").output()).isEqualTo("printed\ndone\n");
    assertThat(
            PlainJson.parse(
                console.run("exec", "x", "--stream", "--output", "json").output(),
                "",
                IllegalStateException::new))
        .isEqualTo(
            List.of(
                Map.of(
                    "chunk_index", 0L,
                    "content", Map.of("type", "text", "data", "done"),
                    "metadata", Map.of("is_last", true))));
  }

  @Test
  void endsWithTheCodeOfTheScript() {
    exit = OptionalInt.of(3);

    assertThat(console.run("exec", "os.exit(3)"))
        .isEqualTo(new TestConsole.Run(3, "printed\n", ""));
  }

  @Test
  void choosesTheEngineByOptionThenVariableThenSetting() {
    console.settings = (file, in, variables) -> new Settings(Map.of("default_engine", "set"));
    console.run("exec", "x");
    console.environment.put("LLMSPELL_ENGINE", "js");
    console.run("exec", "x");
    console.run("exec", "x", "--engine", "python");

    assertThat(requests)
        .extracting(ScriptRequest::language)
        .containsExactly("set", "javascript", "python");
  }

  @Test
  void saysWhatIsWrongWithTheFile() throws IOException {
    Files.write(folder.resolve("b.lua"), new byte[] {(byte) 0xFF});
    console.in(folder);

    assertThat(console.run("run", "no.lua"))
        .isEqualTo(new TestConsole.Run(1, "", "Error: Script file not found: no.lua\n"));
    assertThat(console.run("run", ".").errors())
        .isEqualTo("Error: '.' is a folder, not a script\n");
    assertThat(console.run("run", "b.lua").errors()).contains("not UTF-8");
    assertThat(requests).isEmpty();
  }

  @Test
  void saysThatThereIsNoEngine() {
    var run = TestConsole.of(new ExecCommand(null)).run("exec", "x");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.errors()).startsWith("Error: There is no script engine");
  }

  private static Map<String, Object> mixed() {
    Map<String, Object> mixed = new HashMap<>();
    mixed.put("b", "\"");
    mixed.put("a", Arrays.asList(1L, 1.5, true, null));
    return mixed;
  }
}
