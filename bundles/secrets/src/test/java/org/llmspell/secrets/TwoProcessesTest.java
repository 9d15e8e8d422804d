package org.llmspell.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.llmspell.core.secret.Secret;
import org.llmspell.core.secret.SecretInfo;

/** Two processes that change the file of keys at the same time. */
@Tag("integration")
@Timeout(120)
class TwoProcessesTest {
  private static final int KEYS = 60;

  @TempDir Path folder;

  /** The other process: adds keys whose names begin with its word. */
  static final class Adder {
    private Adder() {}

    /** With the folder and the word. */
    public static void main(String[] words) {
      add(Path.of(words[0]), words[1]);
    }
  }

  private static void add(Path folder, String word) {
    var service = new SecretService(folder, Map.of(), 10, InstantSource.system());
    for (int i = 0; i < KEYS; i++) {
      try (var secret = new Secret("sk-0123456789abcdefghij".toCharArray())) {
        service.add(word + "-" + i, secret, Optional.empty());
      }
    }
  }

  private static Stream<String> names(String word) {
    return IntStream.range(0, KEYS).mapToObj(i -> word + "-" + i);
  }

  @Test
  void loseNoKeyOfEachOther() throws Exception {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Process other =
        new ProcessBuilder(
                java.toString(),
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                Adder.class.getName(),
                folder.toString(),
                "theirs")
            .inheritIO()
            .start();
    try {
      while (service().list(Map.of()).isEmpty() && other.isAlive()) {
        Thread.onSpinWait();
      }
      add(folder, "ours");
      assertThat(other.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      other.destroyForcibly();
    }

    List<SecretInfo> kept = service().list(Map.of());

    assertThat(kept)
        .extracting(SecretInfo::service)
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(names("ours"), names("theirs")).toList());
  }

  private SecretService service() {
    return new SecretService(folder, Map.of(), 10, InstantSource.system());
  }
}
