package org.llmspell.itests.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.llmspell.itests.process.Llmspell.Result;

/** State from the shell and from scripts, over the lives and deaths of processes. */
@Tag("integration")
@Timeout(600)
class StateTest {
  private static final int KILLS = 2;

  @TempDir Path folder;

  Llmspell llmspell;

  @BeforeEach
  void user() {
    llmspell = new Llmspell(folder);
    llmspell.file(
        "llmspell.toml",
        """
        [runtime.state_persistence]
        enabled = true
        migration_enabled = true
        backup_enabled = true
        """);
  }

  /** Runs a command that must succeed without a word on standard error. */
  private String succeed(String... command) {
    Result result = llmspell.run(command);
    assertThat(problem(result)).isEmpty();
    assertThat(result.exitCode()).isZero();
    return result.output().strip();
  }

  /** Runs a command that must fail with one line. */
  private String fail(int exitCode, String... command) {
    Result result = llmspell.run(command);
    assertThat(problem(result)).startsWith("Error: ").hasLineCount(1);
    assertThat(result.exitCode()).as(result.errors()).isEqualTo(exitCode);
    return result.errors();
  }

  /** All that was told, but for the notice of a first start. */
  private static String problem(Result result) {
    return result
        .errors()
        .lines()
        .filter(line -> !line.startsWith("Preparing fast starts"))
        .collect(Collectors.joining("\n"));
  }

  private static String plain(String json) {
    return json.replaceAll("\\s", "");
  }

  @Test
  void survivesFromOneRunToTheNext() {
    succeed("exec", "State.save('agent:a', 'n', {deep = {1, 2.5, true, 'x'}})");

    String kept =
        succeed(
            "exec", "local n = State.load('agent:a', 'n').deep return n[1] + n[2] .. '/' .. n[4]");

    assertThat(kept).isEqualTo("3.5/x");
  }

  @Test
  void isListedReadChangedAndCarriedFromTheShell() {
    succeed("state", "set", "limit", "{\"n\": 3}");
    succeed("state", "set", "style", "short words", "--scope", "agent:writer");

    assertThat(succeed("state", "list")).isEqualTo("agent:writer\tstyle\nglobal\tlimit");
    assertThat(plain(succeed("--output", "json", "state", "list")))
        .contains("\"global\":[\"limit\"]", "\"agent:writer\":[\"style\"]");
    assertThat(plain(succeed("--output", "json", "state", "get", "limit"))).isEqualTo("{\"n\":3}");
    assertThat(succeed("state", "get", "style", "--scope", "agent:writer"))
        .isEqualTo("short words");

    succeed("state", "export", "all.jsonl");
    succeed("state", "delete", "limit");
    assertThat(fail(1, "state", "get", "limit")).contains("limit").contains("state list");
    succeed("state", "import", "all.jsonl");
    assertThat(succeed("exec", "return State.get('limit').n")).isEqualTo("3");
  }

  @Test
  void isBackedUpAndRestoredFromTheShell() {
    succeed("exec", "State.set('stock', 3)");
    succeed("backup", "create", "-d", "before");
    String list = plain(succeed("--output", "json", "backup", "list"));
    String id = list.replaceAll(".*?\"id\":\"([^\"]+)\".*", "$1");
    succeed("exec", "State.set('stock', 0) State.set('more', 1)");

    assertThat(succeed("backup", "validate", id)).contains("is valid");
    assertThat(succeed("backup", "restore", id, "--dry-run")).contains("Nothing was changed");
    assertThat(succeed("state", "get", "stock")).isEqualTo("0");
    assertThat(succeed("backup", "restore", id)).contains("1 changed, 1 removed");

    assertThat(succeed("state", "list")).isEqualTo("global\tstock");
    assertThat(succeed("state", "get", "stock")).isEqualTo("3");
    assertThat(succeed("backup", "list")).contains("before").hasLineCount(3);
  }

  @Test
  void isMigratedByAScriptAndRolledBackFromTheShell() {
    llmspell.file(
        "migrate.lua",
        """
        local function schema(version, field, transforms)
          State.register_schema{name = "people", version = version, key = "person:*",
            fields = {[field] = "string"}, transforms = transforms}
        end
        schema("1.0.0", "name")
        schema("1.1.0", "label", {{type = "rename", from = "name", to = "label"}})
        local done = State.migrate("1.1.0", {schema = "people"})
        return done.items_migrated or done.error
        """);
    succeed("state", "set", "person:1", "{\"name\": \"Ada\"}");

    assertThat(succeed("run", "migrate.lua")).isEqualTo("1");
    assertThat(succeed("state", "get", "person:1")).isEqualTo("{\"label\":\"Ada\"}");
    assertThat(succeed("state", "migration", "history")).contains("1.0.0 -> 1.1.0");

    Result back = llmspell.run("state", "migration", "rollback", "--schema", "people");
    assertThat(back.exitCode()).as(back.errors()).isZero();
    assertThat(succeed("state", "get", "person:1")).isEqualTo("{\"name\":\"Ada\"}");
  }

  @Test
  void refusesASecondProcess() {
    succeed("state", "set", "a", "1");
    try (var serve = llmspell.start("serve")) {
      serve.await("the socket", () -> Files.exists(llmspell.home().resolve("daemon.sock")));
      assertThat(succeed("state", "get", "a")).isEqualTo("1");

      assertThat(fail(1, "--standalone", "exec", "return State.get('a')"))
          .contains("another process")
          .contains(llmspell.home().resolve("state").toString());

      assertThat(succeed("state", "get", "a")).isEqualTo("1");
      serve.terminate();
    }
    assertThat(succeed("state", "get", "a")).isEqualTo("1");
  }

  @Test
  void keepsWhatAScriptWasToldIsWritten() {
    llmspell.file(
        "writer.lua",
        """
        for i = 1, 10000000 do
          local key = Args[1] .. ":" .. i
          State.set(key, {number = i, text = string.rep("x", i % 500)})
          print(key)
        end
        """);
    List<String> acknowledged = new ArrayList<>();
    for (int round = 0; round < KILLS; round++) {
      int lines = 50 + 400 * round;
      try (var writer = llmspell.start("run", "writer.lua", "--", "r" + round)) {
        writer.await("some writes", () -> writer.output().lines().count() > lines);
        writer.process().destroyForcibly();
        String output = writer.await().output();
        assertThat(output.substring(0, output.lastIndexOf('\n') + 1).lines()).isNotEmpty();
        output.substring(0, output.lastIndexOf('\n')).lines().forEach(acknowledged::add);
      }
    }

    List<String> kept =
        succeed("state", "list").lines().map(line -> line.replace("global\t", "")).toList();

    assertThat(acknowledged).hasSizeGreaterThan(50 * KILLS);
    assertThat(kept).containsAll(acknowledged);
    assertThat(succeed("state", "info", "--check")).contains("damaged: []");
  }

  @Test
  void tellsOfADamagedStoreAndRepairsIt() throws IOException {
    succeed("exec", "for i = 1, 200 do State.set('k' .. i, string.rep('v', 50) .. i) end");
    Path log = newest(llmspell.home().resolve("state/xodus"));
    byte[] bytes = Files.readAllBytes(log);
    bytes[usedLength(bytes) / 2] ^= 4;
    Files.write(log, bytes);

    assertThat(fail(1, "exec", "return State.get('k1')"))
        .containsOnlyOnce("'state repair' saves what can be read");
    assertThat(fail(1, "state", "list")).containsOnlyOnce("'state repair' saves what can be read");
    assertThat(Files.readAllBytes(log)).isEqualTo(bytes);

    assertThat(succeed("state", "repair")).contains("The damaged store is kept in");
    List<String> saved = succeed("state", "list").lines().toList();
    assertThat(saved).isNotEmpty().allMatch(line -> line.startsWith("global\tk"));
    succeed("state", "set", "k201", "new");
    try (Stream<Path> kept = Files.list(llmspell.home().resolve("state"))) {
      assertThat(kept.map(path -> path.getFileName().toString()))
          .anyMatch(name -> name.startsWith("xodus.damaged-"));
    }
  }

  private static Path newest(Path store) throws IOException {
    try (Stream<Path> files = Files.list(store)) {
      return files
          .filter(file -> file.toString().endsWith(".xd"))
          .max(Path::compareTo)
          .orElseThrow();
    }
  }

  private static int usedLength(byte[] bytes) {
    int length = bytes.length;
    while (length > 0 && bytes[length - 1] == 0) {
      length--;
    }
    return length;
  }

  @Test
  void saysInOneLineWhatIsWrongWithACommand() {
    llmspell.file("bad.jsonl", "{\"nokey\": 1}\n");

    assertThat(fail(2, "state", "set", "a")).contains("VALUE is missing");
    assertThat(fail(2, "state", "set", "a", "1", "--ttl", "soon")).contains("soon");
    assertThat(fail(1, "state", "set", "a/../b", "1")).contains("path traversal");
    assertThat(fail(1, "state", "import", "nowhere.jsonl")).contains("nowhere.jsonl");
    assertThat(fail(1, "state", "import", "bad.jsonl")).contains("Line 1").contains("key");
    assertThat(fail(1, "state", "migrate")).contains("State.register_schema");
    assertThat(fail(2, "state", "migration", "forward")).contains("forward").contains("rollback");
    assertThat(fail(1, "state", "rotate-key")).contains("encryption.enabled");
    assertThat(fail(2, "backup", "restore")).contains("ID is missing");
    assertThat(fail(1, "backup", "restore", "none")).contains("none").contains("no backups");
    assertThat(fail(1, "backup", "validate", "none")).contains("none");
    assertThat(fail(2, "backup", "list", "--limit", "many")).contains("many");
  }

  @Test
  void doesNotPretendToKeepWhatIsInMemoryOnly() {
    llmspell.file("llmspell.toml", "");

    assertThat(fail(1, "state", "set", "a", "1"))
        .contains("in memory only")
        .contains("LLMSPELL_STATE_ENABLED");
    assertThat(llmspell.shell(kept("set a 1") + " && " + kept("get a")).await())
        .isEqualTo(new Result(0, "Set a in global\n1\n", ""));
  }

  private static String kept(String command) {
    return "LLMSPELL_STATE_ENABLED=true '%s' state %s"
        .formatted(Llmspell.checkout().resolve("llmspell"), command);
  }
}
