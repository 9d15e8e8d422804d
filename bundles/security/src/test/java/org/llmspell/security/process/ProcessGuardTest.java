package org.llmspell.security.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.security.guard.GuardedProcesses;
import org.llmspell.core.security.guard.ProcessCall;
import org.llmspell.core.security.guard.ProcessResult;
import org.llmspell.security.Guards;
import org.llmspell.security.policy.Policies;

class ProcessGuardTest {
  @TempDir Path dir;
  private final Policies.Recorded audit = new Policies.Recorded();

  private GuardedProcesses processes(Object... settings) {
    var policies = Policies.container(dir);
    var environment = Map.of("PATH", "/usr/bin:/bin", "HOME", "/home/ada", "API_TOKEN", "secret");
    ExecutionContext context = Policies.run(policies, dir, environment, settings);
    return Guards.of(policies, audit).processes().in(context);
  }

  @Test
  void givesArgumentsAsTheyAre() throws Exception {
    ProcessResult result =
        processes().run(ProcessCall.of("echo", List.of("a b", "$HOME", "; rm -rf /", "`id`")));

    assertThat(result.text()).isEqualTo("a b $HOME ; rm -rf / `id`\n");
    assertThat(result.exitCode()).hasValue(0);
  }

  @Test
  void refusesWhatIsNotInTheListAndSaysWhatAllowsIt() {
    assertThatThrownBy(() -> processes().run(ProcessCall.of("rm", List.of("x"))))
        .hasMessageContaining("Program in blocked list");
    assertThatThrownBy(() -> processes().run(ProcessCall.of("env", List.of())))
        .hasMessageContaining("tools.system.allowed_commands");
    assertThatThrownBy(() -> processes().run(ProcessCall.of("no-such-program", List.of())))
        .hasMessageContaining("not found");
    assertThatThrownBy(
            () -> processes("allow_process_spawn", false).run(ProcessCall.of("echo", List.of())))
        .hasMessageContaining("runtime.security.allow_process_spawn = true");
    assertThat(audit.entries).hasSize(3);
  }

  @Test
  void runsNoFileThatOnlyHasTheNameOfAnAllowedProgram() throws Exception {
    Path fake = Files.writeString(dir.resolve("ls"), "#!/bin/sh\necho pwned\n");
    assertThat(fake.toFile().setExecutable(true)).isTrue();

    assertThatThrownBy(() -> processes().run(ProcessCall.of("./ls", List.of())))
        .isInstanceOf(SpellException.class);
    assertThatThrownBy(() -> processes().run(ProcessCall.of(fake.toString(), List.of())))
        .isInstanceOf(SpellException.class);
    assertThat(processes().run(ProcessCall.of("/bin/ls", List.of())).text()).isEqualTo("ls\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "find . -exec id {} +", "find . -delete", "find . -fprintf x y", "sort -o x a",
        "sort --out=x a", "sort -uox a", "sort --compress-program=id a", "uniq a b",
        "cat /etc/passwd", "head ../../etc/passwd", "grep -r x /root", "grep --file=/etc/shadow x",
        "grep -f/etc/shadow x", "cat link", "date -s 2020-01-01", "wc --files0-from=/etc/passwd"
      })
  void refusesArgumentsThatWriteRunOrLeadOut(String line) throws Exception {
    Files.createSymbolicLink(dir.resolve("link"), Path.of("/etc/passwd"));
    List<String> words = List.of(line.split(" "));

    assertThatThrownBy(() ->
            processes("tools.file_operations.allowed_paths", List.of(dir.toString()))
                .run(ProcessCall.of(words.getFirst(), words.subList(1, words.size()))))
        .isInstanceOf(SpellException.class)
        .hasMessageContaining("Process execution violation");
  }

  @Test
  void givesTheProgramNoVariablesButTheFew() throws Exception {
    Object[] env = {"tools.system.allowed_commands", List.of("env")};

    String seen =
        processes(env)
            .run(
                ProcessCall.of("env", List.of())
                    .with(Map.of("TZ", "UTC", "LD_PRELOAD", "/x.so", "API_TOKEN", "y")))
            .text();

    assertThat(seen.lines()).containsExactlyInAnyOrder("PATH=/usr/bin:/bin", "TZ=UTC");
  }

  @Test
  void cutsTheOutput() throws Exception {
    Files.writeString(dir.resolve("big"), "x".repeat(100_000));

    ProcessResult result = processes().run(ProcessCall.of("cat", List.of("big")).outputBytes(1000));

    assertThat(result.output()).hasSize(1000);
    assertThat(result.truncated()).isTrue();
  }

  @Test
  void killsTheWholeTreeWhenTheTimeIsOver() throws Exception {
    Object[] shell = {"tools.system.allowed_commands", List.of("sh")};
    String script = "sleep 300 & echo $!; (sleep 301 & echo $!; wait) & echo $!; wait";

    ProcessResult result =
        processes(shell)
            .run(ProcessCall.of("sh", List.of("-c", script)).timeout(Duration.ofMillis(700)));

    assertThat(result.timedOut()).isTrue();
    assertThat(result.exitCode()).isEmpty();
    List<Long> started = result.text().lines().map(Long::parseLong).toList();
    assertThat(started).hasSize(3);
    for (long pid : started) {
      Optional<ProcessHandle> handle = ProcessHandle.of(pid);
      handle.ifPresent(
          alive -> alive.onExit().orTimeout(5, java.util.concurrent.TimeUnit.SECONDS).join());
    }
  }

  @Test
  void killsWhatAProgramHasLeftBehind() throws Exception {
    Object[] shell = {"tools.system.allowed_commands", List.of("sh")};
    String script = "sleep 302 & echo $!; sleep 0.3";

    ProcessResult result = processes(shell).run(ProcessCall.of("sh", List.of("-c", script)));

    long pid = Long.parseLong(result.text().strip());
    ProcessHandle.of(pid)
        .ifPresent(
            alive -> alive.onExit().orTimeout(5, java.util.concurrent.TimeUnit.SECONDS).join());
    assertThat(result.exitCode()).hasValue(0);
  }

  @Test
  void runsInFoldersThatMayBeRead() throws Exception {
    Files.createDirectory(dir.resolve("sub"));

    assertThat(processes().run(ProcessCall.of("pwd", List.of()).in("sub")).text())
        .endsWith("/sub\n");
    assertThatThrownBy(() -> processes().run(ProcessCall.of("pwd", List.of()).in("/etc")))
        .hasMessageContaining("violation");
  }

  @Test
  void showsVariablesThatAreNoSecrets() {
    var policies = Policies.container(dir);
    var context =
        Policies.run(
            policies,
            dir,
            Map.of("HOME", "/h", "LC_TIME", "C", "GITHUB_TOKEN", "x", "HOME_KEY", "y", "FOO", "z"),
            "tools.system.allowed_environment",
            List.of("*"));
    var guard = Guards.of(policies, audit).environment();

    assertThat(guard.visible(context)).containsOnlyKeys("HOME", "LC_TIME", "FOO");
    assertThatThrownBy(() -> guard.read("GITHUB_TOKEN", context))
        .hasMessageContaining("Environment access violation: 'GITHUB_TOKEN'");
    assertThat(guard.read("FOO", context)).hasValue("z");
  }
}
