package org.llmspell.itests.container;

import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import org.llmspell.core.state.StateStore;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.ConfigurationAdmin;

/** The state of the container, which is looked up for each call, as it comes and goes. */
final class State {
  /** The bundle that keeps state. */
  static final String BUNDLE = "org.llmspell.state";

  /** The bundle with the backend on disk. */
  static final String XODUS = "org.llmspell.state-xodus";

  private final BundleContext context;
  private final ConfigurationAdmin settings;

  State(BundleContext context, ConfigurationAdmin settings) {
    this.context = context;
    this.settings = settings;
  }

  /**
   * The service.
   *
   * @throws IllegalStateException when there is none now
   */
  StateStore store() {
    return service(StateStore.class);
  }

  <T> T service(Class<T> type) {
    ServiceReference<T> reference = context.getServiceReference(type);
    T service = reference == null ? null : context.getService(reference);
    if (service == null) {
      throw new IllegalStateException("There is no " + type.getSimpleName() + " now");
    }
    return service;
  }

  /** Gives it these settings, and waits until a backend is in use. */
  void configure(String backend, Map<String, Object> values) throws IOException {
    settings.getConfiguration(BUNDLE, "?").update(FrameworkUtil.asDictionary(values));
    Await.until(
        "state is kept in " + backend, () -> store().info().traits().name().equals(backend));
  }

  Bundle bundle(String name) {
    return Arrays.stream(context.getBundles())
        .filter(bundle -> name.equals(bundle.getSymbolicName()))
        .findFirst()
        .orElseThrow();
  }
}
