package org.llmspell.itests.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plugins from the shell, without a running container. */
@Tag("integration")
class PluginCommandTest {

  @TempDir Path folder;

  Llmspell llmspell;

  @BeforeEach
  void user() {
    llmspell = new Llmspell(folder);
  }

  @Test
  void keepsAPluginFromOneCommandToTheNext() {
    var installed = llmspell.run("plugin", "install", Greeter.V1.toString());
    var greeting = llmspell.run("tool", "invoke", "greeter", "name=Ada");
    var listed = llmspell.run("plugin", "list");

    assertThat(installed.exitCode()).as(installed.errors()).isZero();
    assertThat(greeting.output()).contains("Ada").contains("1.0.0");
    assertThat(listed.output()).contains("org.example.greeter").contains("1.0.0");
  }

  @Test
  void upgradesAndRollsBack() {
    llmspell.run("plugin", "install", Greeter.V1.toString());

    var upgraded = llmspell.run("plugin", "upgrade", Greeter.V2.toString());
    var after = llmspell.run("tool", "invoke", "greeter", "name=Ada");
    var back = llmspell.run("plugin", "rollback", "org.example.greeter");
    var again = llmspell.run("tool", "invoke", "greeter", "name=Ada");

    assertThat(upgraded.exitCode()).as(upgraded.errors()).isZero();
    assertThat(after.output()).contains("2.0.0");
    assertThat(back.exitCode()).as(back.errors()).isZero();
    assertThat(again.output()).contains("1.0.0");
  }

  @Test
  void refusesADowngradeUnlessToldSo() {
    llmspell.run("plugin", "install", Greeter.V2.toString());

    var refused = llmspell.run("plugin", "upgrade", Greeter.V1.toString());
    var allowed = llmspell.run("plugin", "upgrade", "--allow-downgrade", Greeter.V1.toString());

    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.errors()).startsWith("Error: ").contains("--allow-downgrade");
    assertThat(allowed.exitCode()).as(allowed.errors()).isZero();
  }

  @Test
  void refusesATruncatedJarAndLeavesThePluginAsItWas() throws IOException {
    llmspell.run("plugin", "install", Greeter.V1.toString());
    byte[] whole = Files.readAllBytes(Greeter.V2);
    Path part = Files.write(folder.resolve("part.jar"), Arrays.copyOf(whole, whole.length / 2));

    var refused = llmspell.run("plugin", "upgrade", part.toString());

    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.errors()).startsWith("Error: ").contains("part.jar").hasLineCount(1);
    assertThat(llmspell.run("tool", "invoke", "greeter", "name=Ada").output()).contains("1.0.0");
  }

  @Test
  void forgetsAPluginThatIsUninstalled() {
    llmspell.run("plugin", "install", Greeter.V1.toString());

    var gone = llmspell.run("plugin", "uninstall", "org.example.greeter");
    var call = llmspell.run("tool", "invoke", "greeter", "name=Ada");

    assertThat(gone.exitCode()).as(gone.errors()).isZero();
    assertThat(call.exitCode()).isEqualTo(1);
    assertThat(call.errors()).contains("greeter").contains("not found");
  }
}
