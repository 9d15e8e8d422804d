package org.llmspell.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Kills a process at random moments of its upgrades and looks at what the next one finds. */
@Tag("integration")
@Timeout(900)
class KillTest {
  @TempDir Path folder;

  @Test
  void leavesExactlyOneVersionAfterAKillAtAnyMoment() throws Exception {
    kill(6, 42);
  }

  @Tag("stress")
  @Test
  void leavesExactlyOneVersionAfterManyKills() throws Exception {
    kill(100, System.nanoTime());
  }

  private void kill(int rounds, long seed) throws Exception {
    var random = new Random(seed);
    Path jars = Files.createDirectories(folder.resolve("jars"));
    Path jar = Jars.build(jars.resolve("greet.jar"), "greeter", "1.0.0", Jars.greet());
    for (int i = 0; i < 5; i++) {
      Jars.version(jar, jars, "1." + i + ".0");
    }
    Set<String> possible = Set.of();
    for (int round = 0; round < rounds; round++) {
      // A new folder for the cache now and then: both kinds of start must find the same.
      Path cache = folder.resolve("cache" + (round % 5 == 4 ? "-fresh" + round : ""));
      List<String> lines = lifeOf(cache, jars, random.nextInt(250));

      if (round > 0) {
        String found = lines.getFirst();
        String version = found.split(" ")[1];
        assertThat(found)
            .as("round %d of seed %d", round, seed)
            .isEqualTo("found %1$s ACTIVE answers %1$s bundles 1".formatted(version));
        assertThat(version).as("round %d of seed %d", round, seed).isIn(possible);
      }
      possible = possible(lines.isEmpty() ? "found 1.0.0" : lines.getLast());
    }
  }

  /** What may be active when this was the last word: that version, or the one after it. */
  private static Set<String> possible(String lastWord) {
    String version = lastWord.split(" ")[1];
    return lastWord.startsWith("found")
        ? Set.of(version, version.equals("1.0.0") ? "1.1.0" : "1.0.0")
        : Set.of(version, next(version));
  }

  private static String next(String version) {
    int minor = Integer.parseInt(version.split("\\.")[1]);
    return "1." + (minor + 1) % 5 + ".0";
  }

  /** Starts a process, kills it some time after it is ready, and returns what it said. */
  private List<String> lifeOf(Path cache, Path jars, int millis) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-D" + TestContainer.DEPLOY_PROPERTY + "=" + TestContainer.DEPLOY,
                "-cp",
                Jars.classPath(),
                ContainerProcess.class.getName(),
                folder.resolve("home").toString(),
                cache.toString(),
                jars.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    List<String> lines = new ArrayList<>();
    try (var out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        if (line.equals("ready")) {
          Thread.ofVirtual()
              .start(() -> {
                LockSupport.parkNanos(millis * 1_000_000L);
                process.toHandle().destroyForcibly(); // what it said stays readable
              });
        } else {
          lines.add(line);
        }
      }
    } finally {
      process.destroyForcibly();
    }
    return lines;
  }
}
