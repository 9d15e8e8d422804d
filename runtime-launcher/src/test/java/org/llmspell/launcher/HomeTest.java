package org.llmspell.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeTest {

  @TempDir Path folder;

  @Test
  void isTheFolderOfTheVariable() {
    assertThat(Home.of(Map.of("LLMSPELL_HOME", "/data/../spells"), "/home/ada"))
        .isEqualTo(Path.of("/spells"));
  }

  @Test
  void isInTheUsersFolderWhenTheVariableIsBlank() {
    assertThat(Home.of(Map.of("LLMSPELL_HOME", " "), "/home/ada"))
        .isEqualTo(Path.of("/home/ada/.llmspell"));
  }

  @Test
  void isRefusedForAUserWithoutAFolder() {
    assertThatThrownBy(() -> Home.of(Map.of(), "?")).hasMessageContaining("LLMSPELL_HOME");
  }

  @Test
  void isForItsOwnerOnlyWhenItIsNew() throws Exception {
    Path home = folder.resolve("a/b");

    Home.create(home);

    assertThat(Files.getPosixFilePermissions(home))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void saysThatAFileIsInTheWay() throws Exception {
    Path home = Files.writeString(folder.resolve("home"), "");

    assertThatThrownBy(() -> Home.create(home))
        .isInstanceOf(LaunchException.class)
        .hasMessageContaining(home + ": " + home + " is not a folder")
        .hasMessageContaining("Set LLMSPELL_HOME");
  }
}
