package org.llmspell.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.plugin.PluginInfo;
import org.llmspell.core.plugin.PluginManager.Progress;
import org.llmspell.core.plugin.UpgradeOptions;

class FolderPluginsTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  @TempDir static Path jars;
  private static Path one;
  private static Path two;

  @TempDir Path folder;
  private final Map<String, String> installed = new TreeMap<>();
  private final List<String> told = new ArrayList<>();
  private final FolderPlugins plugins =
      new FolderPlugins(new Manager(), told::add, FolderPlugins.Times.DEFAULT);
  private long now;

  @BeforeAll
  static void build() {
    one = Jars.build(jars.resolve("greet.jar"), "greeter", "1.0.0", Jars.greet());
    two = Jars.version(one, jars, "2.0.0");
  }

  /** A plugin manager that remembers. */
  private final class Manager implements FolderWatch.Target {
    @Override
    public boolean handles(Path file) {
      return file.toString().endsWith(".jar");
    }

    @Override
    public PluginInfo put(Path file, UpgradeOptions options, Progress progress) {
      try {
        PluginJar jar = PluginJar.read(file, file.getFileName().toString());
        String version = jar.version().toString();
        String before = installed.getOrDefault(jar.name(), "0");
        if (version.compareTo(before) < 0 && !options.allowDowngrade()) {
          throw SpellException.validation("artifact", "older");
        }
        installed.put(jar.name(), version);
        return new PluginInfo(
            jar.name(), version, PluginInfo.State.ACTIVE, List.of(), Instant.EPOCH, null, null);
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void remove(String name, Progress progress) {
      installed.remove(name);
    }
  }

  private Path file(String name) {
    return folder.resolve(name);
  }

  private long settle() throws InterruptedException {
    return plugins.settle(now);
  }

  private void copy(Path jar, String to) throws Exception {
    Files.deleteIfExists(file(to));
    Files.copy(jar, file(to));
    touchAndWait(to);
  }

  private void touchAndWait(String name) throws InterruptedException {
    plugins.touched(file(name), now);
    settle();
    now += SECOND;
    settle();
  }

  @Test
  void takesAFileWhenItHasBeenQuietForAMoment() throws Exception {
    Files.copy(one, file("a.jar"));
    plugins.touched(file("a.jar"), now);

    assertThat(settle()).isPositive();
    assertThat(installed).isEmpty();
    now += SECOND;
    assertThat(settle()).isNegative();
    assertThat(installed).containsEntry("greeter", "1.0.0");
  }

  @Test
  void waitsForTheEndOfASlowCopyWithoutAComplaint() throws Exception {
    byte[] content = Files.readAllBytes(one);
    for (int length = 0; length < content.length; length += 500) {
      Files.write(file("a.jar"), Arrays.copyOf(content, length));
      plugins.touched(file("a.jar"), now);
      now += SECOND;
      settle();
    }

    assertThat(told).isEmpty();
    Files.write(file("a.jar"), content);
    touchAndWait("a.jar");
    assertThat(installed).containsEntry("greeter", "1.0.0");
  }

  @Test
  void tellsOnceThatAFileWillNotDo() throws Exception {
    Files.writeString(file("a.jar"), "PK and no more");
    plugins.touched(file("a.jar"), now);
    settle();
    now += 20 * SECOND;
    settle();
    touchAndWait("a.jar");
    now += 20 * SECOND;
    settle();

    assertThat(told)
        .hasSize(1)
        .first()
        .asString()
        .contains("a.jar: 'a.jar' is not a jar, or not all of one");
  }

  @Test
  void leavesHiddenAndTemporaryFilesAlone() throws Exception {
    for (String name : List.of(".a.jar", "a.jar.tmp", "a.jar.part", "#a.jar", "a.jar~", "a.txt")) {
      copy(one, name);
    }

    assertThat(installed).isEmpty();
    assertThat(told).isEmpty();
  }

  @Test
  void followsChangesInBothDirectionsAndRemovals() throws Exception {
    copy(one, "a.jar");
    copy(two, "a.jar");
    assertThat(installed).containsEntry("greeter", "2.0.0");
    copy(one, "a.jar");
    assertThat(installed).containsEntry("greeter", "1.0.0");

    Files.delete(file("a.jar"));
    touchAndWait("a.jar");
    assertThat(installed).isEmpty();
  }

  @Test
  void takesADeletionFollowedByACreationForAChange() throws Exception {
    copy(one, "a.jar");
    Files.delete(file("a.jar"));
    plugins.touched(file("a.jar"), now);
    now += Duration.ofMillis(100).toNanos();
    settle();

    assertThat(installed).isNotEmpty();
    copy(two, "a.jar");
    assertThat(installed).containsEntry("greeter", "2.0.0");
  }

  @Test
  void letsAnotherFileOfThePluginTakeOver() throws Exception {
    copy(one, "a-1.jar");
    copy(two, "a-2.jar");
    Files.delete(file("a-1.jar"));
    touchAndWait("a-1.jar");
    assertThat(installed).containsEntry("greeter", "2.0.0");

    copy(one, "a-1.jar");
    assertThat(told).contains("a-1.jar: older");
    assertThat(installed).containsEntry("greeter", "2.0.0");
  }

  @Test
  void goesBackToTheEarlierFileWhenTheLaterOneIsRemoved() throws Exception {
    copy(one, "a-1.jar");
    copy(two, "a-2.jar");
    Files.delete(file("a-2.jar"));
    touchAndWait("a-2.jar");

    assertThat(installed).containsEntry("greeter", "1.0.0");
  }
}
