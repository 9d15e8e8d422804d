package org.llmspell.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginNewCommandTest {

  @TempDir Path folder;

  @Test
  void writesAProject() throws IOException {
    var run = console(Optional.of(Path.of("/opt/a b/sdk"))).run("plugin", "new", "My Spells");

    assertThat(run.code()).isZero();
    assertThat(run.output()).contains("my-spells-1.0.0.jar", "cd My Spells");
    Path project = folder.resolve("My Spells");
    assertThat(project.resolve("pom.xml"))
        .content()
        .contains(
            "<artifactId>my-spells</artifactId>",
            "<version>0.6.0-SNAPSHOT</version>",
            "<url>file:///opt/a%20b/sdk</url>")
        .doesNotContain("@");
    assertThat(project.resolve("src/main/java/org/example/myspellsplugin/WordCount.java"))
        .content()
        .startsWith("package org.example.myspellsplugin;")
        .contains("name = \"my-spells-word-count\"")
        .doesNotContain("@name@", "@tool@");
    assertThat(project.resolve("src/test/java/org/example/myspellsplugin/WordCountTest.java"))
        .exists();
    assertThat(project.resolve("README.md")).content().doesNotContain("@name@");
    assertThat(project.resolve(".gitignore")).hasContent("target/");
  }

  @Test
  void leavesTheRepositoryToMavenWhenThereIsNone() {
    console(Optional.empty()).run("plugin", "new", "x-plugin");

    assertThat(folder.resolve("x-plugin/pom.xml")).content().doesNotContain("<repositor");
  }

  @Test
  void leavesAFolderAloneThatHasSomethingInIt() throws IOException {
    Files.writeString(folder.resolve("a"), "");

    assertThat(console(Optional.empty()).run("plugin", "new", ".").errors())
        .isEqualTo("Error: Folder '.' is not empty; name a new one\n");
    assertThat(console(Optional.empty()).run("plugin", "new", "a").errors())
        .isEqualTo("Error: 'a' is a file; name a new folder\n");
    assertThat(console(Optional.empty()).run("plugin", "new", "42").errors())
        .contains("must begin with a letter");
    assertThat(folder).isDirectoryContaining("glob:**/a").isDirectoryNotContaining("glob:**/42");
  }

  private TestConsole console(Optional<Path> sdk) {
    var product = new Product("0.6.0.SNAPSHOT", folder, sdk);
    return TestConsole.of(new PluginNewCommand(product)).in(folder);
  }
}
