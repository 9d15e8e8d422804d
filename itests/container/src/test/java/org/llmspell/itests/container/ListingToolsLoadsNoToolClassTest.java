package org.llmspell.itests.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.runtime.ToolInfo;
import org.llmspell.core.runtime.ToolInvoker;
import org.llmspell.core.runtime.ToolRegistry;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.hooks.weaving.WeavingHook;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;

/** A weaving hook sees every class that a bundle loads, so it proves that there was none. */
@RunWith(PaxExam.class)
public class ListingToolsLoadsNoToolClassTest {
  @Inject private BundleContext context;
  @Inject private ToolRegistry registry;
  @Inject private ToolInvoker invoker;
  @Inject private ServiceComponentRuntime components;

  @Configuration
  public Option[] container() {
    return Platform.of(getClass());
  }

  @Test
  public void ofAPluginUntilItsFirstCall() throws Exception {
    Queue<String> loaded = watchClasses("org.example.greeter");
    Bundle greeter = context.installBundle(Plugins.greeter(1).toUri().toString());
    greeter.start();

    assertThat(registry.list()).extracting(ToolInfo::name).contains("greeter");
    assertThat(registry.find("greeter").orElseThrow().description()).isNotBlank();
    assertThat(registry.versions("greeter")).hasSize(1);
    assertThat(loaded).isEmpty();

    invoker.invoke("greeter", Map.of("name", "Ada"), ExecutionContext.create());
    assertThat(loaded).contains("org.example.greeter.Greeter");
    greeter.uninstall();
  }

  @Test
  public void ofTheUtilityTools() {
    Bundle utility =
        Stream.of(context.getBundles())
            .filter(b -> "org.llmspell.tools-utility".equals(b.getSymbolicName()))
            .findFirst()
            .orElseThrow();

    assertThat(registry.list()).extracting(ToolInfo::name).contains("calculator", "regex-matcher");

    Collection<ComponentDescriptionDTO> tools = components.getComponentDescriptionDTOs(utility);
    assertThat(tools).hasSize(10);
    assertThat(tools)
        .flatExtracting(components::getComponentConfigurationDTOs)
        .extracting(configuration -> configuration.state)
        .containsOnly(ComponentConfigurationDTO.SATISFIED);
  }

  private Queue<String> watchClasses(String symbolicName) {
    Queue<String> loaded = new ConcurrentLinkedQueue<>();
    WeavingHook hook =
        woven -> {
          String owner = woven.getBundleWiring().getBundle().getSymbolicName();
          if (symbolicName.equals(owner)) {
            loaded.add(woven.getClassName());
          }
        };
    context.registerService(WeavingHook.class, hook, null);
    return loaded;
  }
}
