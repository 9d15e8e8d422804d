package org.llmspell.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Ends the "process" at any step of random operations: the store is as before or as after. */
class StoreCrashTest {
  private static final int SEEDS = 6;
  private static final int MANY_SEEDS = 200;
  private static final int OPERATIONS = 20;

  @TempDir static Path jars;
  private static Path jar;

  @TempDir Path home;

  @BeforeAll
  static void build() {
    jar = Jars.build(jars.resolve("greet.jar"), "greeter", "1.0.0", Jars.greet());
  }

  @TestFactory
  Stream<DynamicTest> survivesTheEndOfTheProcessAtAnyStep() {
    return tests(0, SEEDS);
  }

  @Tag("stress")
  @TestFactory
  Stream<DynamicTest> survivesTheEndOfTheProcessAtManyMoreSteps() {
    return tests(SEEDS, MANY_SEEDS);
  }

  private Stream<DynamicTest> tests(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(seed -> DynamicTest.dynamicTest("seed " + seed, () -> run(seed)));
  }

  private void run(int seed) throws Exception {
    var random = new Random(seed);
    Path folder = home.resolve("store" + seed);
    var real = new Store(folder, new FileDisk());
    real.lock().close();
    Index before = real.read();

    for (int i = 0; i < OPERATIONS; i++) {
      String name = "plugin" + random.nextInt(3);
      Path artifact = Jars.version(jar, jars, "1." + random.nextInt(4) + "." + random.nextInt(4));
      var disk = new DyingDisk(random.nextInt(12), random);
      Operation operation = new Operation(new Store(folder, disk), before, name, random);
      boolean died = false;
      try {
        operation.run(artifact);
      } catch (DyingDisk.Death e) {
        died = true;
      }

      Index after = real.read();
      if (died) {
        assertThat(after).as("operation %d", i).isIn(before, operation.wanted);
      } else {
        assertThat(after).as("operation %d", i).isEqualTo(operation.wanted);
      }
      for (Entry entry : after.entries()) {
        assertThat(real.damage(entry.active())).isNull();
        Release previous = entry.previous();
        assertThat(previous == null ? null : real.damage(previous)).isNull();
      }
      if (random.nextBoolean()) {
        real.sweep(after);
        assertThat(jars(folder)).isEqualTo(after.files());
        assertThat(files(folder)).noneMatch(file -> file.startsWith("incoming"));
      }
      before = after;
    }
  }

  private static Set<String> jars(Path folder) throws IOException {
    return files(folder).stream().filter(name -> name.endsWith(".jar")).collect(Collectors.toSet());
  }

  private static Set<String> files(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
    }
  }

  /** An install or upgrade, a rollback or an uninstall, as the plugin manager does it. */
  private static final class Operation {
    private final Store store;
    private final Index before;
    private final String name;
    private final Random random;
    private Index wanted;

    Operation(Store store, Index before, String name, Random random) {
      this.store = store;
      this.before = before;
      this.name = name;
      this.random = random;
      this.wanted = before;
    }

    void run(Path artifact) {
      Entry old = before.find(name).orElse(null);
      int kind = random.nextInt(4);
      if (kind == 0 && old != null) {
        commit(before.without(name));
      } else if (kind == 1 && old != null && old.previous() != null) {
        Release back = old.previous();
        Release from = old.active();
        commit(before.with(new Entry(name, back, from, null)));
      } else {
        Release release = store.add(artifact, "artifact", _ -> Set.of());
        if (old == null || !old.active().sha256().equals(release.sha256())) {
          commit(before.with(new Entry(name, release, old == null ? null : old.active(), null)));
        }
      }
      store.sweep(wanted);
    }

    private void commit(Index next) {
      wanted = next;
      store.commit(next);
    }
  }

  /** A disk that stops, like everything else, when the process is killed. */
  private static final class DyingDisk implements Disk {
    private final Disk disk = new FileDisk();
    private final Random random;
    private int stepsToLive;

    DyingDisk(int stepsToLive, Random random) {
      this.stepsToLive = stepsToLive;
      this.random = random;
    }

    /** The end of the process. */
    static final class Death extends Error {
      private static final long serialVersionUID = 1L;
    }

    private void step() {
      if (stepsToLive-- <= 0) {
        throw new Death();
      }
    }

    @Override
    public void makeFolder(Path folder) throws IOException {
      step();
      disk.makeFolder(folder);
    }

    @Override
    public void write(Path file, byte[] content) throws IOException {
      if (stepsToLive == 0) {
        Files.write(file, java.util.Arrays.copyOf(content, random.nextInt(content.length)));
      }
      step();
      disk.write(file, content);
    }

    @Override
    public Copied copy(Path from, Path to) throws IOException {
      if (stepsToLive == 0) {
        byte[] content = Files.readAllBytes(from);
        Files.write(to, java.util.Arrays.copyOf(content, random.nextInt(content.length)));
      }
      step();
      return disk.copy(from, to);
    }

    @Override
    public void replace(Path from, Path to) throws IOException {
      step();
      disk.replace(from, to);
    }

    @Override
    public void delete(Path path) throws IOException {
      step();
      disk.delete(path);
    }
  }
}
