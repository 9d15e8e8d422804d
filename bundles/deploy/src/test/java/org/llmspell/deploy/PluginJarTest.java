package org.llmspell.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginJarTest {
  @TempDir static Path folder;
  private static Path good;

  @BeforeAll
  static void build() {
    good = Jars.build(folder.resolve("good.jar"), "greeter", "1.2.3.SNAPSHOT", Jars.greet());
  }

  @Test
  void readsNameAndVersion() throws IOException {
    PluginJar jar = PluginJar.read(good, "good.jar");

    assertThat(jar.name()).isEqualTo("greeter");
    assertThat(jar.version()).hasToString("1.2.3.SNAPSHOT");
  }

  @Test
  void refusesAJarWithoutManifest() throws IOException {
    Path zip = folder.resolve("zip");
    try (var out = new ZipOutputStream(Files.newOutputStream(zip))) {
      out.putNextEntry(new ZipEntry("a.txt"));
      out.closeEntry();
    }

    refuses("'x.jar' has no manifest (META-INF/MANIFEST.MF)", zip);
  }

  @Test
  void refusesAPlainJar() {
    refuses(
        "'x.jar' is a plain jar: its manifest has no Bundle-SymbolicName",
        header("Bundle-SymbolicName", ""));
  }

  @Test
  void refusesAFragment() {
    refuses("'x.jar' is a fragment of bundle 'host'", header("Fragment-Host", "host;x=1"));
  }

  @Test
  void refusesABundleWithNothingInIt() {
    refuses("'x.jar' is a bundle but no plugin", header("Service-Component", ""));
  }

  @Test
  void refusesAVersionThatIsNone() {
    refuses("'x.jar' has the Bundle-Version 'one'", header("Bundle-Version", "one"));
  }

  private static Path header(String name, String value) {
    return Jars.with(good, folder.resolve("header"), name, value);
  }

  private static void refuses(String message, Path file) {
    assertThatThrownBy(() -> PluginJar.read(file, "x.jar")).hasMessageContaining(message);
  }
}
