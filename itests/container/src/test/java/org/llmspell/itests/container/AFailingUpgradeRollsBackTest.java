package org.llmspell.itests.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.plugin.PluginInfo;
import org.llmspell.core.plugin.PluginManager;
import org.llmspell.core.plugin.UpgradeOptions;
import org.llmspell.core.runtime.ToolInvoker;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/** While version 1 takes calls, an upgrade is tried that can not work. */
@RunWith(PaxExam.class)
public class AFailingUpgradeRollsBackTest {
  @Inject private BundleContext context;
  @Inject private ToolInvoker invoker;
  @Inject private PluginManager plugins;

  private Load load;
  private Path work;

  @Configuration
  public Option[] container() {
    return Platform.of(getClass());
  }

  @Before
  public void installTheOldVersion() {
    work = Platform.emptyFolder("failing");
    plugins.install(Plugins.greeter(1), step -> {});
    load = Load.start(invoker, "greeter", Map.of("name", "Ada"));
    load.await(100);
  }

  @After
  public void uninstallAll() {
    load.close();
    for (PluginInfo plugin : plugins.list()) {
      plugins.uninstall(plugin.name(), step -> {});
    }
  }

  @Test
  public void whenAToolThrowsOnActivation() {
    refuses(Plugins.broken("activation"), "greeter", "the book of greetings is missing");
  }

  @Test
  public void whenTheSelfTestFails() {
    refuses(Plugins.broken("selftest"), "self-test", "it greets nobody");
  }

  @Test
  public void whenAnImportIsMissing() {
    refuses(Plugins.broken("import"), "org.example.nowhere");
  }

  @Test
  public void whenThePluginNeedsANewerJava() {
    Path tooNew =
        Plugins.copy(
            Plugins.greeter(2),
            work.resolve("too-new.jar"),
            Map.of("Require-Capability", "osgi.ee;filter:=\"(&(osgi.ee=JavaSE)(version=99))\""));

    refuses(tooNew, "Java 99");
  }

  @Test
  public void whenTheVersionIsOlder() {
    Path old =
        Plugins.copy(
            Plugins.greeter(1), work.resolve("old.jar"), Map.of("Bundle-Version", "0.9.0"));

    refuses(old, "0.9.0", "1.0.0", "downgrade");
  }

  @Test
  public void whenTheFileIsCutOff() throws IOException {
    byte[] whole = Files.readAllBytes(Plugins.greeter(2));
    Path half = work.resolve("half.jar");
    Files.write(half, Arrays.copyOf(whole, whole.length / 2));

    refuses(half, "half.jar");
  }

  @Test
  public void whenItIsNoJarAtAll() throws IOException {
    Path text = Files.writeString(work.resolve("text.jar"), "just text");

    refuses(text, "text.jar");
  }

  @Test
  public void andAPluginThatWantsTheToolOfAnotherIsNotInstalled() {
    String before = bundles();

    assertThatThrownBy(() -> plugins.install(Plugins.rival(), step -> {}))
        .isInstanceOf(SpellException.class)
        .hasMessageContainingAll("greeter", "org.example.greeter");

    nothingHasChanged(before);
  }

  private void refuses(Path jar, String... words) {
    String before = bundles();

    assertThatThrownBy(() -> plugins.upgrade(jar, UpgradeOptions.DEFAULT, step -> {}))
        .isInstanceOf(SpellException.class)
        .satisfies(e -> System.out.println("refused: " + ((SpellException) e).text()))
        .hasMessageContainingAll(words);

    nothingHasChanged(before);
  }

  private void nothingHasChanged(String before) {
    load.await(1_000);
    assertThat(load.failures()).isEmpty();
    assertThat(load.versions()).containsExactly("1.0.0");
    assertThat(bundles()).isEqualTo(before);
    assertThat(plugins.list())
        .singleElement()
        .satisfies(plugin -> {
          assertThat(plugin.version()).isEqualTo("1.0.0");
          assertThat(plugin.state()).isEqualTo(PluginInfo.State.ACTIVE);
          assertThat(plugin.problem()).isNull();
        });
  }

  private String bundles() {
    return Stream.of(context.getBundles())
        .map(b -> b.getBundleId() + " " + b.getVersion() + " " + (b.getState() == Bundle.ACTIVE))
        .toList()
        .toString();
  }
}
