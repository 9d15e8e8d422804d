package org.llmspell.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DistributionTest {

  @TempDir Path root;

  @Test
  void readsItsIndex() throws Exception {
    index("1.2.3\nabc\n1 lib-1.jar\n3 console-1.jar\n");

    Distribution distribution = Distribution.at(root.toString());

    assertThat(distribution.version()).isEqualTo("1.2.3");
    assertThat(distribution.bundles())
        .containsEntry("llmspell:lib-1.jar", root.resolve("lib/lib-1.jar"))
        .hasSize(2);
    assertThat(distribution.levels()).containsEntry("llmspell:console-1.jar", 3);
    assertThat(distribution.sdk()).isNull();
  }

  @Test
  void hasAnotherStampAfterAnotherBuild() throws Exception {
    index("1.2.3\nabc\n");
    String before = Distribution.at(root.toString()).stamp();
    index("1.2.3\nabd\n");

    assertThat(Distribution.at(root.toString()).stamp()).isNotEqualTo(before);
  }

  @Test
  void findsTheRepositoryOfTheSdk() throws Exception {
    index("1.2.3\nabc\n");
    Files.createDirectories(root.resolve("sdk/repository"));

    assertThat(Distribution.at(root.toString()).sdk()).isEqualTo(root.resolve("sdk/repository"));
  }

  @Test
  void saysThatItIsDamaged() throws Exception {
    index("1.2.3\n");

    assertThatThrownBy(() -> Distribution.at(root.toString()))
        .isInstanceOf(LaunchException.class)
        .hasMessageContaining(root + " is damaged");
  }

  @Test
  void wantsToBeStartedByItsScript() {
    assertThatThrownBy(() -> Distribution.at(null)).hasMessageContaining("the script llmspell");
  }

  private void index(String text) throws Exception {
    Files.createDirectories(root.resolve("lib"));
    Files.writeString(root.resolve("lib/platform.index"), text);
  }
}
