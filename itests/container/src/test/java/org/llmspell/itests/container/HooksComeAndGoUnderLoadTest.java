package org.llmspell.itests.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import javax.inject.Inject;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.llmspell.core.hook.HookExecutor;
import org.llmspell.core.hook.HookPoint.StandardPoint;
import org.llmspell.core.hook.HookRegistry;
import org.llmspell.core.runtime.ToolInvoker;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/** A bundle with a hook comes, is updated and goes, while several threads call a tool. */
@RunWith(PaxExam.class)
public class HooksComeAndGoUnderLoadTest {
  private static final int CALLS = 500;

  @Inject private BundleContext context;
  @Inject private ToolInvoker invoker;
  @Inject private HookExecutor hooks;
  @Inject private HookRegistry registry;

  @Configuration
  public Option[] container() {
    return Platform.of(getClass());
  }

  @Test
  public void andNoCallFailsOrSeesHalfAHook() throws Exception {
    Bundle greeter = context.installBundle(Plugins.greeter(1).toUri().toString());
    greeter.start();
    Path second =
        Plugins.copy(
            Plugins.visitor(),
            Platform.emptyFolder("visitors").resolve("visitor.jar"),
            Map.of("Bundle-Version", "2.0.0"));

    try (var visits = VisitedLoad.start(invoker)) {
      visits.await(CALLS);
      assertThat(visits.visitors()).containsExactly(VisitedLoad.NOBODY);

      for (int round = 0; round < 5; round++) {
        Bundle visitor = context.installBundle(Plugins.visitor().toUri().toString());
        visitor.start();
        sees(visits, "1.0.0");

        visitor.stop();
        sees(visits, VisitedLoad.NOBODY);

        visitor.start();
        sees(visits, "1.0.0");

        try (InputStream jar = Files.newInputStream(second)) {
          visitor.update(jar);
        }
        sees(visits, "2.0.0");

        visitor.uninstall();
        sees(visits, VisitedLoad.NOBODY);
        assertThat(hooks.isActive(StandardPoint.AFTER_TOOL_EXECUTION)).isFalse();
        assertThat(registry.list(hook -> true)).isEmpty();
      }
      assertThat(visits.problems()).isEmpty();
      System.out.printf("%d calls while a hook came and went%n", visits.calls());
    }
    greeter.uninstall();
  }

  /** Calls that begin from now on have been visited by exactly this one. */
  private static void sees(VisitedLoad visits, String visitor) {
    visits.awaitRunning();
    visits.visitors();
    visits.await(CALLS);
    assertThat(visits.visitors()).isEqualTo(Set.of(visitor));
  }
}
