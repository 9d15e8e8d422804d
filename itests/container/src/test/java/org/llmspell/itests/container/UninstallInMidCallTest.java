package org.llmspell.itests.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import javax.inject.Inject;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.llmspell.core.ToolOutput;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.plugin.PluginManager;
import org.llmspell.core.runtime.ToolInvoker;
import org.llmspell.core.runtime.ToolRegistry;
import org.llmspell.core.runtime.ToolRouting;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

@RunWith(PaxExam.class)
public class UninstallInMidCallTest {
  private static final Map<String, Object> SLOWLY = Map.of("name", "Ada", "millis", 500);

  @Inject private BundleContext context;
  @Inject private ToolInvoker invoker;
  @Inject private ToolRegistry registry;
  @Inject private ToolRouting routing;
  @Inject private PluginManager plugins;

  @Configuration
  public Option[] container() {
    return Platform.of(getClass());
  }

  @Test
  public void letsTheRunningCallEndWhenOsgiDoesIt() throws Exception {
    Bundle slow = context.installBundle(Plugins.slow().toUri().toString());
    slow.start();

    FutureTask<ToolOutput> call = inThread(this::slowCall);
    Await.until("the call is inside", () -> routing.inFlight(slow.getBundleId()) == 1);
    slow.uninstall();

    assertThat(call.isDone()).isTrue();
    assertThat(call.get().success()).isTrue();
    theToolIsGone();
  }

  @Test
  public void letsTheRunningCallEndWhenThePluginManagerDoesIt() throws Exception {
    plugins.install(Plugins.slow(), step -> {});

    FutureTask<ToolOutput> call = inThread(this::slowCall);
    Await.until("the call is inside", () -> callsInside() == 1);
    plugins.uninstall("org.example.greeter-slow", step -> {});

    assertThat(call.isDone()).isTrue();
    assertThat(call.get().success()).isTrue();
    theToolIsGone();
    assertThat(plugins.list()).isEmpty();
  }

  private void theToolIsGone() {
    assertThat(registry.find("greeter-slow")).isEmpty();
    long start = System.nanoTime();
    assertThatThrownBy(this::slowCall)
        .isInstanceOf(SpellException.class)
        .hasMessageContaining("'greeter-slow'")
        .hasMessageContaining("not found");
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .as("nobody waits for a tool that was uninstalled")
        .isLessThan(Duration.ofSeconds(4));
  }

  private int callsInside() {
    int calls = 0;
    for (Bundle bundle : context.getBundles()) {
      calls += routing.inFlight(bundle.getBundleId());
    }
    return calls;
  }

  private ToolOutput slowCall() {
    return invoker.invoke("greeter-slow", SLOWLY, ExecutionContext.create());
  }

  private static FutureTask<ToolOutput> inThread(Callable<ToolOutput> call) {
    var task = new FutureTask<>(call);
    Thread.ofPlatform().start(task);
    return task;
  }
}
