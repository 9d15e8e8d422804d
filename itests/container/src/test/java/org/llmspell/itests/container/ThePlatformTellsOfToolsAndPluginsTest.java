package org.llmspell.itests.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.inject.Inject;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.event.EventBus;
import org.llmspell.core.event.UniversalEvent;
import org.llmspell.core.plugin.PluginManager;
import org.llmspell.core.plugin.UpgradeOptions;
import org.llmspell.core.runtime.ToolInvoker;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;

@RunWith(PaxExam.class)
public class ThePlatformTellsOfToolsAndPluginsTest {
  @Inject private EventBus bus;
  @Inject private ToolInvoker invoker;
  @Inject private PluginManager plugins;

  @Configuration
  public Option[] container() {
    return Platform.of(getClass());
  }

  @Test
  public void whoSubscribesHears() throws Exception {
    List<UniversalEvent> tools = new CopyOnWriteArrayList<>();
    List<UniversalEvent> changes = new CopyOnWriteArrayList<>();
    try (var calls = bus.subscribe("tool.*", tools::add);
        var plugin = bus.subscribe("plugin.*", changes::add)) {
      plugins.install(Plugins.greeter(1), step -> {});
      invoker.invoke("greeter", Map.of("name", "Ada"), ExecutionContext.create());
      assertThatThrownBy(
              () -> invoker.invoke("greeter", Map.of("nobody", 1L), ExecutionContext.create()))
          .isInstanceOf(SpellException.class);
      plugins.upgrade(Plugins.greeter(2), UpgradeOptions.DEFAULT, step -> {});
      assertThatThrownBy(
              () -> plugins.upgrade(Plugins.broken("selftest"), UpgradeOptions.DEFAULT, step -> {}))
          .isInstanceOf(SpellException.class);
      plugins.rollback("org.example.greeter", step -> {});
      plugins.uninstall("org.example.greeter", step -> {});
      var patience = java.time.Duration.ofSeconds(10);
      assertThat(calls.awaitIdle(patience) && plugin.awaitIdle(patience)).isTrue();

      assertThat(changes)
          .extracting(UniversalEvent::type)
          .containsExactly(
              "plugin.installed",
              "plugin.upgraded",
              "plugin.failed",
              "plugin.rolled_back",
              "plugin.uninstalled");
      assertThat(data(changes.get(0)))
          .isEqualTo(
              Map.of(
                  "plugin",
                  "org.example.greeter",
                  "version",
                  "1.0.0",
                  "tools",
                  List.of("greeter")));
      assertThat(data(changes.get(1)).get("version")).isEqualTo("2.0.0");
      assertThat(data(changes.get(1)).get("from_version")).isEqualTo("1.0.0");
      assertThat(String.valueOf(data(changes.get(2)).get("error"))).contains("org.example.greeter");
      assertThat(tools)
          .extracting(UniversalEvent::type)
          .startsWith(
              "tool.registered", "tool.started", "tool.completed", "tool.started", "tool.failed")
          .endsWith("tool.unregistered");
      assertThat(String.valueOf(data(tools.get(4)).get("error"))).contains("name");
    }
  }

  private static Map<?, ?> data(UniversalEvent event) {
    return (Map<?, ?>) event.data();
  }
}
