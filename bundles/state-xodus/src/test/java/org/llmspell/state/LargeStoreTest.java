package org.llmspell.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.llmspell.core.state.SetOptions;
import org.llmspell.core.state.StateScope;
import org.llmspell.core.state.backup.BackupInfo;
import org.llmspell.testkit.state.OtherProcess;

/** A store of a gigabyte, written and used by processes with a quarter of that as heap. */
@Tag("stress")
class LargeStoreTest {
  private static final int PAGES = 256;
  private static final int PER_PAGE = 1_024;
  private static final int BATCH = 128;
  private static final int BYTES = 3_072; // 4,096 characters in Base64
  private static final long MOST_MEMORY_KB = 700 * 1_024;
  private static final StateScope SCOPE = StateScope.parse("custom:large");

  @TempDir Path home;
  @TempDir Path output;

  @Test
  @Timeout(value = 30, unit = TimeUnit.MINUTES)
  void isWrittenOpenedReadListedAndBackedUpInBoundedMemory() throws Exception {
    for (String step : List.of("write", "use")) {
      try (var process =
          OtherProcess.start(output, List.of("-Xmx256m"), User.class, step, home.toString())) {
        process.awaitEnd(Duration.ofMinutes(14));
        process.lines().forEach(System.out::println);
        long memory =
            process.lines().stream()
                .filter(line -> line.startsWith("memory "))
                .mapToLong(line -> Long.parseLong(line.split(" ")[1]))
                .findFirst()
                .orElseThrow();
        assertThat(memory)
            .as("most memory in kB when told to '%s'", step)
            .isLessThan(MOST_MEMORY_KB);
      }
    }
    assertThat(size(home.resolve("state"))).isGreaterThan(1L << 30);
  }

  private static long size(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      return files.mapToLong(file -> file.toFile().length()).sum();
    }
  }

  private static String key(int page, int number) {
    return "page:%03d:%04d".formatted(page, number);
  }

  private static String value(int page, int number) {
    byte[] bytes = new byte[BYTES];
    new SplittableRandom((long) page * PER_PAGE + number).nextBytes(bytes);
    return Base64.getEncoder().encodeToString(bytes);
  }

  /** The process that does a step. */
  static final class User {
    private User() {}

    private interface Step {
      void run();
    }

    /** The arguments: the step, the data folder. */
    public static void main(String[] args) throws IOException {
      var settings =
          Map.<String, Object>of("backup_enabled", true, "backup.compression_type", "lz4");
      var product = new Product(Path.of(args[1]), settings);
      timed("open", product.stores::open);
      if (args[0].equals("write")) {
        timed("write", () -> write(product));
      } else {
        timed("read 5000 samples", () -> read(product));
        timed("list all pages", () -> list(product));
        timed("back up", () -> backUp(product));
      }
      timed("close", product::close);
      System.out.println("memory " + mostMemory() + " kB");
    }

    private static void timed(String what, Step step) {
      long start = System.nanoTime();
      step.run();
      System.out.printf("%s: %d ms%n", what, (System.nanoTime() - start) / 1_000_000);
    }

    private static void write(Product product) {
      for (int page = 0; page < PAGES; page++) {
        for (int first = 0; first < PER_PAGE; first += BATCH) {
          Map<String, Object> values = new HashMap<>();
          for (int i = first; i < first + BATCH; i++) {
            values.put(key(page, i), value(page, i));
          }
          product.state.setAll(SCOPE, values, SetOptions.DEFAULT);
        }
      }
      product.state.sync();
    }

    private static void read(Product product) {
      var random = new SplittableRandom(1);
      for (int i = 0; i < 5_000; i++) {
        int page = random.nextInt(PAGES);
        int number = random.nextInt(PER_PAGE);
        assertThat(product.state.get(SCOPE, key(page, number))).contains(value(page, number));
      }
    }

    private static void list(Product product) {
      for (int page = 0; page < PAGES; page++) {
        List<String> keys = product.state.keys(SCOPE, "page:%03d:".formatted(page));
        assertThat(keys).hasSize(PER_PAGE).startsWith(key(page, 0)).isSorted();
      }
    }

    private static void backUp(Product product) {
      BackupInfo info = product.backup(false, "large");
      assertThat(info.entryCount()).isEqualTo((long) PAGES * PER_PAGE);
      assertThat(product.validate(info.id()).errors()).isEmpty();
      System.out.printf("backup of %d MB%n", info.sizeBytes() >> 20);
    }

    private static long mostMemory() throws IOException {
      return Files.readAllLines(Path.of("/proc/self/status")).stream()
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElseThrow();
    }
  }
}
