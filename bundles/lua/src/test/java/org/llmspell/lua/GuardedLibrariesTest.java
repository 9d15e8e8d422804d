package org.llmspell.lua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.llmspell.core.script.ScriptSource;

/** The libraries io and os reach out through the guards, also without the sandbox. */
class GuardedLibrariesTest {
  @TempDir Path dir;
  private Path own;
  private Path other;

  @BeforeEach
  void makeFolders() throws Exception {
    own = Files.createDirectory(dir.resolve("own"));
    other = Files.createDirectory(dir.resolve("other"));
    Files.writeString(other.resolve("x"), "there");
  }

  private @Nullable Object full(String code) {
    Map<String, @Nullable Object> settings =
        Map.of(
            "engines",
            Map.of("lua", Map.of("stdlib", "full")),
            "tools",
            Map.of(
                "file_operations", Map.of("allowed_paths", List.of(dir + "/nothing")),
                "system", Map.of("allowed_commands", List.of("echo"))));
    return new TestHost(List.of(), settings, own)
        .run(
            ScriptSource.ofText("t.lua", code),
            Map.of("PATH", "/usr/bin:/bin", "LANG", "C", "MY_TOKEN", "s"))
        .result()
        .value();
  }

  @Test
  void writesInTheFoldersOfTheScript() throws Exception {
    Object text =
        full(
            """
            local f = assert(io.open('a', 'w')); f:write('one'); f:close()
            f = assert(io.open('a', 'a')); f:write('two'); f:close()
            assert(os.rename('a', 'b'))
            return io.open('b'):read('a')
            """);

    assertThat(text).isEqualTo("onetwo");
    assertThat(own.resolve("b")).hasContent("onetwo");
  }

  @Test
  void readsWritesAndDeletesNothingElsewhere() {
    String x = other.resolve("x").toString();

    assertThat(full("return tostring(select(2, io.open('" + x + "')))"))
        .asString()
        .contains("violation");
    assertThat(full("return tostring(select(2, io.open('" + x + "', 'w')))"))
        .asString()
        .contains("violation");
    assertThat(full("return tostring(select(2, os.remove('" + x + "')))"))
        .asString()
        .contains("violation");
    assertThat(other.resolve("x")).hasContent("there");
  }

  @Test
  void runsAllowedProgramsAndNoShell() {
    assertThat(full("return select(3, os.execute('echo \"a b\"'))")).isEqualTo(0L);
    assertThatThrownBy(() -> full("os.execute('echo a | cat')")).hasMessageContaining("'sh'");
    assertThatThrownBy(() -> full("os.execute('rm x')")).hasMessageContaining("os.execute");
  }

  @Test
  void showsNoSecretVariables() {
    assertThat(full("return os.getenv('LANG')")).isEqualTo("C");
    assertThat(full("return tostring(os.getenv('MY_TOKEN'))")).isEqualTo("nil");
  }
}
