package org.llmspell.itests.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One class and a short pom, built by Maven in a folder of its own. All of ours comes from the
 * repository that is shipped; all of others from what this build has downloaded, so nothing leaves
 * this machine.
 */
@Tag("integration")
class AnOutsiderBuildsAPluginTest {
  private static final String POM =
      """
      <project xmlns="http://maven.apache.org/POM/4.0.0">
        <modelVersion>4.0.0</modelVersion>
        <parent>
          <groupId>org.llmspell</groupId>
          <artifactId>org.llmspell.plugin-parent</artifactId>
          <version>PLATFORM</version>
          <relativePath/>
        </parent>
        <groupId>com.example</groupId>
        <artifactId>com.example.shouter</artifactId>
        <version>1.0.0</version>
      </project>
      """;
  private static final String TOOL =
      """
      package com.example.shouter;

      import org.llmspell.core.ToolOutput;
      import org.llmspell.core.context.ExecutionContext;
      import org.llmspell.core.tool.*;
      import org.osgi.service.component.annotations.Component;

      @Component
      @ToolSpec(name = "shouter", description = "Says a text loudly")
      public final class Shouter implements RecordTool<Shouter.Params> {
        record Params(@Doc("what to say") String text) {}

        @Override
        public ToolOutput execute(Params params, ExecutionContext context) {
          return ToolOutput.ofText(params.text().toUpperCase(java.util.Locale.ROOT));
        }
      }
      """;
  private static final String TEST =
      """
      package com.example.shouter;

      import static org.assertj.core.api.Assertions.assertThat;

      import java.util.Map;
      import org.junit.jupiter.api.Test;
      import org.llmspell.testkit.ToolTester;

      class ShouterTest {
        @Test
        void shouts() {
          assertThat(ToolTester.of(new Shouter()).call(Map.of("text", "hi")).text()).isEqualTo("HI");
        }
      }
      """;

  @TempDir private Path folder;

  @Test
  void fromOneClassAndAShortPom() throws Exception {
    Path project = folder.resolve("shouter");
    write(
        project.resolve("pom.xml"), POM.replace("PLATFORM", System.getProperty("itests.version")));
    write(project.resolve("src/main/java/com/example/shouter/Shouter.java"), TOOL);
    write(project.resolve("src/test/java/com/example/shouter/ShouterTest.java"), TEST);

    maven(project);

    Path jar = project.resolve("target/com.example.shouter-1.0.0.jar");
    try (var file = new JarFile(jar.toFile())) {
      Attributes manifest = file.getManifest().getMainAttributes();
      assertThat(manifest.getValue("Bundle-SymbolicName")).isEqualTo("com.example.shouter");
      assertThat(manifest.getValue("Provide-Capability")).contains("llmspell.tool=shouter");
      assertThat(manifest.getValue("Import-Package"))
          .contains("org.llmspell.core.tool;version=\"[1.0,2)\"")
          .doesNotContain("jspecify", "java.");
      assertThat(manifest.getValue("Bundle-License")).as("not the licence of ours").isNull();
    }
    assertThat(project.resolve("target/surefire-reports/TEST-com.example.shouter.ShouterTest.xml"))
        .content()
        .contains("tests=\"1\"", "failures=\"0\"", "errors=\"0\"");
  }

  private void maven(Path project) throws Exception {
    Path settings = write(folder.resolve("settings.xml"), settings());
    Path log = folder.resolve("log.txt");
    var builder =
        new ProcessBuilder(
                Path.of(System.getProperty("maven.home"), "bin", "mvn").toString(),
                "--batch-mode",
                "--settings=" + settings,
                "--global-settings=" + settings,
                "-Dmaven.repo.local=" + folder.resolve("m2"),
                "package")
            .directory(project.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().keySet().removeAll(List.of("MAVEN_ARGS", "MAVEN_OPTS"));
    Process process = builder.start();
    assertThat(process.waitFor(3, TimeUnit.MINUTES)).as("Maven ends").isTrue();
    assertThat(process.exitValue()).as(Files.readString(log)).isZero();
  }

  /** Our repository, and instead of Maven Central the local repositories of this build. */
  private static String settings() {
    List<String> locals = new ArrayList<>(List.of(System.getProperty("localRepository")));
    Stream.of(System.getProperty("maven.repo.local.tail", "").split(","))
        .filter(tail -> !tail.isBlank())
        .forEach(locals::add);
    var repositories = new StringBuilder(repository("llmspell-sdk", sdk(), true));
    for (int i = 1; i < locals.size(); i++) {
      repositories.append(repository("local-" + i, Path.of(locals.get(i)), false));
    }
    return """
    <settings>
      <mirrors><mirror>
        <id>local-0</id><mirrorOf>central</mirrorOf><url>%s</url>
      </mirror></mirrors>
      <profiles><profile>
        <id>local</id>
        <repositories>%s</repositories>
        <pluginRepositories>%s</pluginRepositories>
      </profile></profiles>
      <activeProfiles><activeProfile>local</activeProfile></activeProfiles>
    </settings>
    """
        .formatted(
            Path.of(locals.getFirst()).toUri(),
            repositories,
            repositories.toString().replace("repository>", "pluginRepository>"));
  }

  private static Path sdk() {
    return Path.of(System.getProperty("itests.sdk"));
  }

  private static String repository(String id, Path folder, boolean snapshots) {
    return """
    <repository>
      <id>%s</id><url>%s</url>
      <releases><enabled>%s</enabled><checksumPolicy>ignore</checksumPolicy></releases>
      <snapshots><enabled>%s</enabled><checksumPolicy>ignore</checksumPolicy></snapshots>
    </repository>
    """
        .formatted(id, folder.toUri(), !snapshots, snapshots);
  }

  private static Path write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }
}
