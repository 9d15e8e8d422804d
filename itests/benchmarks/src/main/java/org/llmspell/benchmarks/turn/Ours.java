package org.llmspell.benchmarks.turn;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.llmspell.benchmarks.AdderTool;
import org.llmspell.benchmarks.Container;
import org.llmspell.core.AgentInput;
import org.llmspell.core.agent.Agent;
import org.llmspell.core.agent.AgentFactory;
import org.llmspell.core.agent.AgentModel;
import org.llmspell.core.agent.AgentSpec;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.model.ModelName;
import org.llmspell.core.model.ModelRegistry;
import org.llmspell.core.model.ProviderInfo;
import org.llmspell.core.stream.ChunkContent;
import org.llmspell.core.tool.Tool;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.cm.ConfigurationAdmin;

/**
 * Agents of a real container: with hooks, events and security, the provider for OpenAI, and a tool
 * that is called through the pipeline.
 */
final class Ours implements Turn, FirstPiece {
  private static final List<String> BUNDLES =
      List.of(
          "org.apache.felix.configadmin",
          "org.llmspell.hooks",
          "org.llmspell.events",
          "org.llmspell.providers",
          "org.llmspell.providers-openai",
          "org.llmspell.agents");
  private static final String PROVIDER = "openai";
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Container container;
  private final Agent adding;
  private final Agent telling;

  private Ours(Container container, AgentFactory factory) {
    this.container = container;
    this.adding = factory.create(spec("adding").allowedTools(List.of("adder")).build());
    this.telling = factory.create(spec("telling").build());
  }

  static Ours start(String baseUrl) throws BundleException, IOException, InterruptedException {
    Container container = Container.start(BUNDLES);
    container.register(Tool.class, AdderTool.create(), Map.of("llmspell.tool.name", "adder"));
    container
        .service(ConfigurationAdmin.class)
        .getConfiguration("org.llmspell.providers", "?")
        .update(
            FrameworkUtil.asDictionary(
                Map.of(
                    ".openai.base_url",
                    baseUrl,
                    ".openai.api_key",
                    "none",
                    ".openai.max_retries",
                    0)));
    awaitSettings(container.service(ModelRegistry.class), baseUrl);
    return new Ours(container, container.service(AgentFactory.class));
  }

  /** Settings and providers come on other threads. */
  private static void awaitSettings(ModelRegistry models, String baseUrl) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (models
        .provider(PROVIDER)
        .filter(ProviderInfo::isAvailable)
        .filter(info -> baseUrl.equals(info.baseUrl()))
        .isEmpty()) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("The provider is not ready: " + models.provider(PROVIDER));
      }
      LockSupport.parkNanos(1_000_000);
    }
  }

  private static AgentSpec.Builder spec(String name) {
    return AgentSpec.builder(name)
        .description("Adds")
        .model(AgentModel.of(new ModelName(PROVIDER, "adding")));
  }

  @Override
  public String once() {
    adding.clearConversation();
    return adding.execute(AgentInput.text(QUESTION), ExecutionContext.create()).text();
  }

  @Override
  public long at() {
    telling.clearConversation();
    long at = 0;
    try (var stream = telling.streamExecute(AgentInput.text(QUESTION), ExecutionContext.create())) {
      while (stream.hasNext()) {
        if (stream.next().content() instanceof ChunkContent.Text && at == 0) {
          at = System.nanoTime();
        }
      }
    }
    return at;
  }

  @Override
  public void close() {
    try {
      container.close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
