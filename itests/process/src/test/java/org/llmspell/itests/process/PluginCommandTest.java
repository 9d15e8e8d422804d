package org.llmspell.itests.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
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
    assertThat(refused.errors()).contains("Error: Plugin 'org.example.greeter' 1.0.0 is older");
    assertThat(refused.errors()).contains("--allow-downgrade");
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
  void verifiesAndAsksForConsent() throws IOException {
    Path needy = folder.resolve("needy.jar");
    try (var in = new JarFile(Greeter.V1.toFile())) {
      Manifest manifest = in.getManifest();
      manifest
          .getMainAttributes()
          .putValue(
              "Require-Capability",
              "llmspell.permission;filter:=\"(llmspell.permission=files)\";effective:=verify");
      try (var out = new JarOutputStream(Files.newOutputStream(needy), manifest)) {
        for (JarEntry entry : in.stream().toList()) {
          if (!entry.getName().equals(JarFile.MANIFEST_NAME)) {
            out.putNextEntry(new JarEntry(entry.getName()));
            in.getInputStream(entry).transferTo(out);
          }
        }
      }
    }

    var report = llmspell.run("plugin", "verify", needy.toString());
    var refused = llmspell.run("plugin", "install", needy.toString());
    var allowed =
        llmspell.run(
            "--set",
            "runtime.security.plugins.signatures=required",
            "plugin",
            "install",
            needy.toString(),
            "--grant",
            "files");
    var installed = llmspell.run("plugin", "install", needy.toString(), "--grant", "files");

    assertThat(report.exitCode()).as(report.errors()).isZero();
    assertThat(report.output())
        .contains("permission  files: declared, needs --grant")
        .contains("signature   unsigned")
        .contains("can be installed with --grant files");
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.errors())
        .contains("llmspell plugin install " + needy + " --grant files")
        .hasLineCount(1);
    assertThat(allowed.errors()).contains("only plugins with a trusted signature are taken");
    assertThat(installed.exitCode()).as(installed.errors()).isZero();
    assertThat(llmspell.run("plugin", "list").output()).containsPattern("1\\.0\\.0 .* files ");
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
