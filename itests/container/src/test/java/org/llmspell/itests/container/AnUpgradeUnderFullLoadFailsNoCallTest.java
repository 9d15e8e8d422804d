package org.llmspell.itests.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import javax.inject.Inject;
import org.junit.After;
import org.junit.Test;
import org.junit.experimental.categories.Category;
import org.junit.runner.RunWith;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.plugin.PluginInfo;
import org.llmspell.core.plugin.PluginManager;
import org.llmspell.core.plugin.UpgradeOptions;
import org.llmspell.core.runtime.ToolInvoker;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;

@RunWith(PaxExam.class)
public class AnUpgradeUnderFullLoadFailsNoCallTest {
  @Inject private ToolInvoker invoker;
  @Inject private PluginManager plugins;

  @Configuration
  public Option[] container() {
    return Platform.of(getClass());
  }

  @After
  public void uninstallAll() {
    for (PluginInfo plugin : plugins.list()) {
      plugins.uninstall(plugin.name(), step -> {});
    }
  }

  @Test
  public void ofTwoHundredThousand() {
    upgradeAndRollBack(200_000);
  }

  @Test
  @Category(Stress.class)
  public void ofTwoMillion() {
    upgradeAndRollBack(2_000_000);
  }

  private void upgradeAndRollBack(long calls) {
    plugins.install(Plugins.greeter(1), step -> {});

    try (var load = Load.start(invoker, "greeter", Map.of("name", "Ada"))) {
      int rounds = 5;
      for (int round = 0; round < rounds; round++) {
        load.await(calls / rounds / 2);
        plugins.upgrade(Plugins.greeter(2), UpgradeOptions.DEFAULT, step -> {});
        onlyAnswers(load, "2.0.0");
        load.await(calls / rounds / 2);
        plugins.rollback("org.example.greeter", step -> {});
        onlyAnswers(load, "1.0.0");
      }
      assertThat(load.failures()).isEmpty();
      assertThat(load.calls()).isGreaterThanOrEqualTo(calls);
      System.out.printf("%d calls during %d switches, none failed%n", load.calls(), 2 * rounds);
    }
  }

  /** After the switch, calls that were under way have ended: there is no answer of old. */
  private static void onlyAnswers(Load load, String version) {
    load.versions();
    load.await(100);
    assertThat(load.versions()).containsExactly(version);
  }

  @Test
  public void andTheOldToolIsDrainedBeforeItsEnd() throws Exception {
    var work = Platform.emptyFolder("drained");
    plugins.install(Plugins.slow(), step -> {});

    try (var load = Load.start(invoker, "greeter-slow", Map.of("name", "Ada", "millis", 20))) {
      for (int version = 2; version <= 6; version++) {
        load.await(10);
        var next =
            Plugins.copy(
                Plugins.slow(),
                work.resolve("slow-" + version + ".jar"),
                Map.of("Bundle-Version", version + ".0.0"));
        PluginInfo info = plugins.upgrade(next, UpgradeOptions.DEFAULT, step -> {});
        assertThat(info.version()).isEqualTo(version + ".0.0");
      }
      load.await(10);
      assertThat(load.failures()).isEmpty();
    }
  }

  @Test
  public void andStateIsHandedOver() {
    var work = Platform.emptyFolder("handover");
    plugins.install(Plugins.slow(), step -> {});
    call();
    call();

    var next =
        Plugins.copy(Plugins.slow(), work.resolve("slow-2.jar"), Map.of("Bundle-Version", "2.0.0"));
    plugins.upgrade(next, UpgradeOptions.DEFAULT, step -> {});

    assertThat(call()).contains("\"calls\": 3");
  }

  private String call() {
    return invoker.invoke("greeter-slow", Map.of("name", "Ada"), ExecutionContext.create()).text();
  }
}
