package org.llmspell.itests.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import javax.inject.Inject;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.plugin.PluginManager;
import org.llmspell.core.runtime.ToolInvoker;
import org.llmspell.core.runtime.ToolRegistry;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;

@RunWith(PaxExam.class)
public class AJarInAWatchedFolderIsAPluginTest {
  @Inject private PluginManager plugins;
  @Inject private ToolInvoker invoker;
  @Inject private ToolRegistry registry;

  @Configuration
  public Option[] container() {
    return Platform.of(getClass());
  }

  @Test
  public void fromItsDropToItsDeletion() throws Exception {
    Path folder = Platform.emptyFolder("watched");
    Path jar = folder.resolve("greeter.jar");

    try (var _ = plugins.watch(folder, step -> System.out.println("watch: " + step))) {
      long dropped = System.nanoTime();
      Files.copy(Plugins.greeter(1), jar);
      Await.until("the tool is there", () -> registry.find("greeter").isPresent());
      assertThat(greet()).contains("\"version\": \"1.0.0\"");
      report("dropped -> callable", dropped);

      try (var load = Load.start(invoker, "greeter", Map.of("name", "Ada"))) {
        long overwritten = System.nanoTime();
        Files.copy(Plugins.greeter(2), jar, StandardCopyOption.REPLACE_EXISTING);
        Await.until("version 2 answers", () -> load.versions().contains("2.0.0"));
        report("overwritten -> version 2 answers", overwritten);
        load.await(1_000);
        assertThat(load.failures()).isEmpty();
      }

      long deleted = System.nanoTime();
      Files.delete(jar);
      Await.until("the tool is gone", () -> registry.find("greeter").isEmpty());
      report("deleted -> gone", deleted);
      Await.until("the plugin is gone", () -> plugins.list().isEmpty());
    }
  }

  private String greet() {
    return invoker.invoke("greeter", Map.of("name", "Ada"), ExecutionContext.create()).text();
  }

  private static void report(String what, long since) {
    System.out.println(
        what + ": " + Duration.ofNanos(System.nanoTime() - since).toMillis() + " ms");
  }
}
