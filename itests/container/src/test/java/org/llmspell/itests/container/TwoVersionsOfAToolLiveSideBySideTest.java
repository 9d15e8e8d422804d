package org.llmspell.itests.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import javax.inject.Inject;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.llmspell.core.component.SemanticVersion;
import org.llmspell.core.runtime.ToolInfo;
import org.llmspell.core.runtime.ToolInvoker;
import org.llmspell.core.runtime.ToolRegistry;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

@RunWith(PaxExam.class)
public class TwoVersionsOfAToolLiveSideBySideTest {
  @Inject private BundleContext context;
  @Inject private ToolRegistry registry;
  @Inject private ToolInvoker invoker;

  @Configuration
  public Option[] container() {
    return Platform.of(getClass());
  }

  @Test
  public void theHigherOneTakesTheCalls() throws Exception {
    Bundle second = context.installBundle(Plugins.greeter(2).toUri().toString());
    Bundle first = context.installBundle(Plugins.greeter(1).toUri().toString());

    first.start();
    second.start();

    assertThat(registry.versions("greeter"))
        .extracting(ToolInfo::version)
        .containsExactly(new SemanticVersion(2, 0, 0), new SemanticVersion(1, 0, 0));
    try (var load = Load.start(invoker, "greeter", Map.of("name", "Ada"))) {
      load.await(1_000);
      assertThat(load.versions()).containsExactly("2.0.0");
      second.stop();
      load.versions();
      load.await(1_000);
      assertThat(load.versions()).containsExactly("1.0.0");
      assertThat(load.failures()).isEmpty();
    }
    first.uninstall();
    second.uninstall();
  }
}
