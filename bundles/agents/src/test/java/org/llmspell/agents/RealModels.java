package org.llmspell.agents;

import java.nio.file.Path;
import java.util.Map;
import org.apache.felix.framework.FrameworkFactory;
import org.llmspell.core.model.ModelProvider;
import org.llmspell.core.model.ModelProviderSpec;
import org.llmspell.core.model.ModelRegistry;
import org.llmspell.core.script.ScriptGlobal;
import org.llmspell.providers.ModelService;
import org.llmspell.providers.ProviderGlobal;
import org.llmspell.providers.ScriptedProvider;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.osgi.service.component.ComponentServiceObjects;

/**
 * The real registry of models, in a framework where nothing is but the provider {@code scripted}.
 */
final class RealModels implements AutoCloseable {
  private final ScriptedProvider scripted = new ScriptedProvider();
  private final Framework framework;
  private final ModelRegistry registry;

  RealModels(Path folder) throws BundleException {
    framework =
        new FrameworkFactory()
            .newFramework(
                Map.of(
                    Constants.FRAMEWORK_STORAGE,
                    folder.resolve("cache").toString(),
                    "felix.log.level",
                    "0",
                    "llmspell.home",
                    folder.toString()));
    framework.start();
    var context = framework.getBundleContext();
    registry = new ModelService(context, scripted, Map.of());
    // As the component's description says it.
    context.registerService(
        ModelProvider.class,
        scripted,
        FrameworkUtil.asDictionary(
            Map.of(
                ModelProviderSpec.PREFIX_ + "name", "scripted",
                ModelProviderSpec.PREFIX_ + "description", "Models whose replies a script defines",
                ModelProviderSpec.PREFIX_ + "key.required", false,
                ModelProviderSpec.PREFIX_ + "remote", false,
                ModelProviderSpec.PREFIX_ + "listed", false)));
  }

  ModelRegistry registry() {
    return registry;
  }

  /** The global {@code Provider}; without an engine at hand, {@code match} is plain text to it. */
  ScriptGlobal global() {
    return new ProviderGlobal(
        new ComponentServiceObjects<>() {
          @Override
          public ModelRegistry getService() {
            return registry;
          }

          @Override
          public void ungetService(ModelRegistry service) {}

          @Override
          public ServiceReference<ModelRegistry> getServiceReference() {
            throw new UnsupportedOperationException("The registry of the test is no service");
          }
        },
        scripted);
  }

  @Override
  public void close() throws BundleException {
    framework.stop();
    try {
      framework.waitForStop(20_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
