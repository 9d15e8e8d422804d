package org.llmspell.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.llmspell.state.store.OpenStore;
import org.llmspell.testkit.state.OtherProcess;

/**
 * Kills processes at random moments of long work on a real store, also while they open it, and
 * looks whether it is whole. More rounds with {@code -Dllmspell.test.kills=200}.
 */
@Tag("integration")
class KillTest {
  private static final int KILLS = Integer.getInteger("llmspell.test.kills", 5);

  @TempDir Path home;
  @TempDir Path output;

  /** How many milliseconds the work usually takes, as far as is known. */
  private long usual = 50;

  @ParameterizedTest
  @ValueSource(
      classes = {MigrationWork.class, BackupWork.class, RestoreWork.class, RotationWork.class})
  void leavesEverythingWhole(Class<? extends Work> kind) throws Exception {
    long seed = Long.getLong("llmspell.test.seed", System.nanoTime());
    var random = new Random(seed);
    Work work = work(kind.getName());
    try (var product = new Product(home, work.settings())) {
      work.prepare(product);
    }
    int middle = 0;
    int opening = 0;
    long start = System.nanoTime();
    for (int kill = 1; kill <= KILLS; kill++) {
      Heard heard = live(kind, random);
      opening += heard.lines().isEmpty() ? 1 : 0;
      try (var product = new Product(home, work.settings())) {
        try (OpenStore left = product.asLeft()) {
          middle += work.isInTheMiddle(left) ? 1 : 0;
        }
        if (random.nextInt(4) == 0) {
          heard = heard.and(live(kind, random)); // may die again while it recovers
        }
        work.check(product, heard, random);
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError(
            "%s after kill %d; again with -Dllmspell.test.seed=%d"
                .formatted(kind.getSimpleName(), kill, seed),
            e);
      }
    }
    System.out.printf(
        "%s: %d kills, %d in the middle, %d before it began, %d ms a round%n",
        kind.getSimpleName(),
        KILLS,
        middle,
        opening,
        Duration.ofNanos(System.nanoTime() - start).toMillis() / KILLS);
    assertThat(middle).as("kills in the middle").isGreaterThan(KILLS < 50 ? -1 : KILLS / 20);
  }

  /** The life of one process. */
  private Heard live(Class<? extends Work> kind, Random random)
      throws IOException, InterruptedException {
    String seed = String.valueOf(random.nextLong());
    try (var process =
        OtherProcess.start(output, Victim.class, kind.getName(), home.toString(), seed)) {
      if (random.nextInt(5) > 0) {
        long works = 1L + random.nextInt(3);
        process.await(lines -> lines.stream().filter(Voice.BEGIN::equals).count() >= works);
        process.letRun(Duration.ofMillis(random.nextLong(5 + usual + usual / 4)));
      } else {
        process.letRun(Duration.ofMillis(random.nextInt(600)));
      }
      process.kill();
      var heard = new Heard(process.lines());
      usual = heard.last(Voice.TOOK).map(Long::parseLong).orElse(usual);
      return heard;
    }
  }

  private static Work work(String name) throws ReflectiveOperationException {
    return Class.forName(name).asSubclass(Work.class).getDeclaredConstructor().newInstance();
  }

  /** The process that is killed. */
  static final class Victim {
    private Victim() {}

    /** Works until the end. The arguments: class of the work, data folder, seed. */
    public static void main(String[] args) throws ReflectiveOperationException {
      Work work = work(args[0]);
      var product = new Product(Path.of(args[1]), work.settings());
      product.stores.open();
      var voice = new Voice();
      voice.say("ready");
      work.run(product, voice, new Random(Long.parseLong(args[2])));
    }
  }
}
