package org.llmspell.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Tools reach files, network, processes, environment and native code through the guards only. */
class ToolsUseGuardsTest {

  @Test
  void noToolBundleReachesOutWithoutAGuard() throws IOException {
    Path bundles = Path.of(System.getProperty("llmspell.checkout")).resolve("bundles");
    List<String> found = new ArrayList<>();
    int looked = 0;
    try (var stream = Files.newDirectoryStream(bundles, "tools-*")) {
      for (Path bundle : stream) {
        Path classes = bundle.resolve("target/classes/org/llmspell");
        assertThat(classes).as("the compiled classes of " + bundle.getFileName()).isDirectory();
        for (String use : Reach.of(classes)) {
          found.add(bundle.getFileName() + ": " + use);
        }
        looked++;
      }
    }

    assertThat(looked).isPositive();
    assertThat(found)
        .as("Use the guards of org.llmspell.core.security.guard instead; see docs/security.md")
        .isEmpty();
  }

  /** Does all that it must not, each in another way. */
  @SuppressWarnings({"unused", "restricted", "AddressSelection"})
  static final class Culprit {
    private final Supplier<Object> environment = System::getenv;

    Object file() throws IOException {
      return Files.readString(Path.of("x"));
    }

    Object oldFile() {
      return new java.io.File("x").exists();
    }

    Object socket() throws IOException {
      return new java.net.Socket("x", 1);
    }

    Object url(java.net.URL url) throws IOException {
      return url.openStream();
    }

    Object client() {
      return java.net.http.HttpClient.newHttpClient();
    }

    Object process() throws IOException {
      return new ProcessBuilder("x").start();
    }

    void nativeCode() {
      System.loadLibrary("x");
    }

    Object reflection() throws ReflectiveOperationException {
      return Class.forName("x");
    }
  }

  @Test
  void findsWhateverReachesOut() throws IOException {
    try (InputStream in = Culprit.class.getResourceAsStream("ToolsUseGuardsTest$Culprit.class")) {
      assertThat(in).isNotNull();
      assertThat(String.join("\n", Reach.uses(in.readAllBytes())))
          .contains(
              "java/nio/file/Files.readString",
              "java/io/File.exists",
              "java/net/Socket.<init>",
              "java/net/URL.openStream",
              "java/net/http/HttpClient.newHttpClient",
              "java/lang/ProcessBuilder.start",
              "java/lang/System.loadLibrary",
              "java/lang/Class.forName",
              "java/lang/System.getenv");
    }
  }
}
