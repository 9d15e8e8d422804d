package org.llmspell.itests.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.Map;
import javax.inject.Inject;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.llmspell.core.runtime.ToolInvoker;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/** The update of OSGi itself, without the plugin manager: calls in the gap wait. */
@RunWith(PaxExam.class)
public class APlainUpdateUnderLoadFailsNoCallTest {
  @Inject private BundleContext context;
  @Inject private ToolInvoker invoker;

  @Configuration
  public Option[] container() {
    return Platform.of(getClass());
  }

  @Test
  public void andTheOtherVersionAnswersAfterwards() throws Exception {
    Bundle greeter = context.installBundle(Plugins.greeter(1).toUri().toString());
    greeter.start();

    try (var load = Load.start(invoker, "greeter", Map.of("name", "Ada"))) {
      for (int round = 0; round < 10; round++) {
        int version = round % 2 == 0 ? 2 : 1;
        load.await(2_000);
        try (var jar = Files.newInputStream(Plugins.greeter(version))) {
          greeter.update(jar);
        }
        load.versions();
        load.await(2_000);
        assertThat(load.versions()).containsExactly(version + ".0.0");
      }
      assertThat(load.failures()).isEmpty();
    }
    greeter.uninstall();
  }

  @Test
  public void evenWhenCallsTakeTimeAndTheOldToolMustNotBeCalledAfterItsEnd() throws Exception {
    Bundle slow = context.installBundle(Plugins.slow().toUri().toString());
    slow.start();

    try (var load = Load.start(invoker, "greeter-slow", Map.of("name", "Ada", "millis", 5))) {
      for (int round = 0; round < 10; round++) {
        load.await(20);
        try (var jar = Files.newInputStream(Plugins.slow())) {
          slow.update(jar);
        }
        load.await(20);
      }
      assertThat(load.failures()).isEmpty();
    }
    slow.uninstall();
  }
}
