package org.llmspell.security.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.security.guard.GuardedFiles;
import org.llmspell.security.policy.Policies;

/** Somebody swaps a folder and a link to what is forbidden, as fast as it goes. */
@Tag("security")
class LinkRaceTest {
  private static final int ROUNDS = 4_000;

  @TempDir Path dir;

  @Test
  void neverReadsOrWritesOutsideWhileAFolderIsSwappedForALink() throws Exception {
    dir = dir.toRealPath();
    Path open = Files.createDirectory(dir.resolve("open"));
    Path secret = Files.createDirectory(dir.resolve("secret"));
    Path inner = Files.createDirectory(open.resolve("f"));
    Files.writeString(secret.resolve("x"), "outside");
    Files.writeString(inner.resolve("x"), "inside");
    Files.createSymbolicLink(open.resolve("link"), secret);
    var policies = Policies.container(dir);
    var context =
        Policies.run(
            policies,
            dir,
            Map.of(),
            "tools.file_operations.allowed_paths",
            List.of(open.toString()),
            "limits.file_operations_per_second",
            0L);
    GuardedFiles files = new FileGuardService(policies, new Policies.Recorded()).in(context);
    var stop = new AtomicBoolean();
    var swaps = new AtomicLong();
    Thread swapper = Thread.ofPlatform().start(() -> swap(open, stop, swaps));
    int inside = 0;
    int refused = 0;
    try {
      for (int i = 0; i < ROUNDS || swaps.get() < 500; i++) {
        try {
          assertThat(new String(files.readBytes("open/f/x", 100), UTF_8)).isEqualTo("inside");
          inside++;
          files.write("open/f/new", out -> out.write(1));
          files.createFolders("open/f/sub");
        } catch (IOException | SpellException e) {
          refused++;
        }
      }
    } finally {
      stop.set(true);
      swapper.join();
    }

    System.out.printf(
        "LinkRaceTest: %d swaps, %d reads inside, %d refused, 0 escapes%n",
        swaps.get(), inside, refused);
    try (var there = Files.list(secret)) {
      assertThat(there.map(path -> path.getFileName().toString())).containsExactly("x");
    }
    assertThat(inside).isPositive();
    assertThat(refused).isPositive();
  }

  private static void swap(Path open, AtomicBoolean stop, AtomicLong swaps) {
    Path folder = open.resolve("f");
    Path away = open.resolve("away");
    Path link = open.resolve("link");
    while (!stop.get()) {
      try {
        Files.move(folder, away, StandardCopyOption.ATOMIC_MOVE);
        Files.move(link, folder, StandardCopyOption.ATOMIC_MOVE);
        Files.move(folder, link, StandardCopyOption.ATOMIC_MOVE);
        Files.move(away, folder, StandardCopyOption.ATOMIC_MOVE);
        swaps.incrementAndGet();
        LockSupport.parkNanos(50_000);
      } catch (IOException e) {
        // The guard has made the folder in the gap: that was allowed. Clear it away and go on.
        clear(folder, away, link);
      }
    }
  }

  private static void clear(Path folder, Path away, Path link) {
    try {
      if (Files.isDirectory(away)) {
        Files.deleteIfExists(folder.resolve("sub"));
        Files.deleteIfExists(folder);
        if (!Files.isSymbolicLink(link)) {
          Files.createSymbolicLink(link, folder.resolve("../../secret").normalize());
        }
        Files.move(away, folder, StandardCopyOption.ATOMIC_MOVE);
      }
    } catch (IOException e) {
      Thread.onSpinWait(); // once more
    }
  }
}
