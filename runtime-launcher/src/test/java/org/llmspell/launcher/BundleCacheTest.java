package org.llmspell.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleCacheTest {

  @TempDir Path home;

  @Test
  void isKeptForTheSameDistribution() throws Exception {
    try (BundleCache first = BundleCache.open(home, "1")) {
      assertThat(first.filled()).isFalse();
      fill(first);
      first.stamp("1");
    }

    try (BundleCache second = BundleCache.open(home, "1")) {
      assertThat(second.filled()).isTrue();
      assertThat(second.storage().resolve("bundle")).exists();
    }
  }

  @Test
  void isThrownAwayForAnotherDistribution() throws Exception {
    try (BundleCache first = BundleCache.open(home, "1")) {
      fill(first);
      first.stamp("1");
    }

    try (BundleCache second = BundleCache.open(home, "2")) {
      assertThat(second.filled()).isFalse();
      assertThat(second.storage()).doesNotExist();
    }
  }

  @Test
  void isThrownAwayWhenItWasNotStamped() throws Exception {
    try (BundleCache first = BundleCache.open(home, "1")) {
      fill(first);
    }

    try (BundleCache second = BundleCache.open(home, "1")) {
      assertThat(second.filled()).isFalse();
      assertThat(second.storage()).doesNotExist();
    }
  }

  @Test
  void isPrivateAndRemovedWhileAnotherHasTheKeptOne() throws Exception {
    try (BundleCache kept = BundleCache.open(home, "1")) {
      Path storage;
      try (BundleCache other = BundleCache.open(home, "1")) {
        fill(other);
        storage = other.storage();
        assertThat(other.kept()).isFalse();
        assertThat(storage).isNotEqualTo(kept.storage());
      }

      assertThat(storage.getParent()).doesNotExist();
      assertThat(home.resolve("cache/lock")).exists();
    }
  }

  @Test
  void removesWhatAKilledProcessLeft() throws Exception {
    Path orphan = Files.createDirectories(home.resolve("cache-1/bundles/0")).resolve("../..");
    Files.writeString(orphan.resolve("lock"), "");

    BundleCache.open(home, "1").close();

    assertThat(home.resolve("cache-1")).doesNotExist();
  }

  @Test
  void discardForgetsTheStamp() throws Exception {
    try (BundleCache cache = BundleCache.open(home, "1")) {
      fill(cache);
      cache.stamp("1");

      cache.discard();

      assertThat(cache.storage()).doesNotExist();
    }
    try (BundleCache again = BundleCache.open(home, "1")) {
      assertThat(again.filled()).isFalse();
    }
  }

  @Test
  void saysWhyTheFolderCannotBeWritten() throws Exception {
    Files.writeString(home.resolve("cache"), "a file");

    assertThatThrownBy(() -> BundleCache.open(home, "1"))
        .isInstanceOf(LaunchException.class)
        .hasMessageContaining("Cannot write to the data folder " + home.resolve("cache"));
  }

  private static void fill(BundleCache cache) throws Exception {
    Files.createDirectories(cache.storage().resolve("bundle/deep"));
    Files.writeString(cache.storage().resolve("bundle/deep/file"), "content");
  }
}
