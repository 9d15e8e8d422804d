package org.llmspell.itests.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import javax.inject.Inject;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.llmspell.core.AgentInput;
import org.llmspell.core.AgentOutput;
import org.llmspell.core.agent.Agent;
import org.llmspell.core.agent.AgentFactory;
import org.llmspell.core.agent.AgentLimits;
import org.llmspell.core.agent.AgentModel;
import org.llmspell.core.agent.AgentRegistry;
import org.llmspell.core.agent.AgentSpec;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.model.ModelName;
import org.llmspell.core.model.ModelRegistry;
import org.llmspell.core.plugin.PluginManager;
import org.llmspell.core.plugin.UpgradeOptions;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;

/** A turn that calls a tool again and again, while the bundle of the tool is upgraded. */
@RunWith(PaxExam.class)
public class AnAgentInItsLoopUsesTheNewVersionOfAToolTest {
  @Inject private BundleContext context;
  @Inject private AgentFactory factory;
  @Inject private AgentRegistry registry;
  @Inject private PluginManager plugins;

  private final LoopingModel model = new LoopingModel();

  @Configuration
  public Option[] container() {
    return Platform.of(getClass());
  }

  private ServiceRegistration<ModelRegistry> models() {
    // Before the one of the platform, if there is any.
    return context.registerService(
        ModelRegistry.class,
        model,
        FrameworkUtil.asDictionary(Map.of(Constants.SERVICE_RANKING, 1_000)));
  }

  private static AgentSpec spec(String name) {
    return AgentSpec.builder(name)
        .model(AgentModel.of(new ModelName("looping", "model")))
        .allowedTools(List.of("greeter"))
        .limits(new AgentLimits(Duration.ofMinutes(5), 512, 1_000_000, 10, 1_000_000, null))
        .build();
  }

  @Test
  public void inOneTurn() throws Exception {
    models();
    plugins.install(Plugins.greeter(1), step -> {});
    Agent agent = factory.create(spec("looping"));

    var turn =
        new FutureTask<AgentOutput>(
            () -> agent.execute(AgentInput.text("go"), ExecutionContext.create()));
    Thread.startVirtualThread(turn);
    Await.until("the old version answers", () -> model.saw("1.0.0"));
    plugins.upgrade(Plugins.greeter(2), UpgradeOptions.DEFAULT, step -> {});
    Await.until("the new version answers", () -> model.saw("2.0.0"));
    model.stop();

    AgentOutput output = turn.get();
    assertThat(output.text()).isEqualTo("done");
    assertThat(output.toolCalls())
        .allSatisfy(call -> assertThat(call.result()).matches(r -> r != null && r.success()));
    factory.destroy("looping");
    assertThat(registry.names()).doesNotContain("looping");
  }

  @Test
  public void andAModelMayGoAndComeBackBetweenTurns() {
    model.stop();
    ServiceRegistration<ModelRegistry> first = models();
    Agent agent = factory.create(spec("patient"));
    assertThat(agent.execute(AgentInput.text("one"), ExecutionContext.create()).text())
        .isEqualTo("done");

    first.unregister();
    assertThatThrownBy(() -> agent.execute(AgentInput.text("two"), ExecutionContext.create()))
        .isInstanceOf(SpellException.class);
    models();

    assertThat(agent.execute(AgentInput.text("three"), ExecutionContext.create()).text())
        .isEqualTo("done");
    assertThat(agent.conversation())
        .extracting("content")
        .containsExactly("one", "done", "three", "done");
    factory.destroy("patient");
  }
}
