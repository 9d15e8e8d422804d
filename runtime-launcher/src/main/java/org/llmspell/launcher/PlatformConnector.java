package org.llmspell.launcher;

import java.io.File;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.connect.ConnectModule;
import org.osgi.framework.connect.ModuleConnector;

/**
 * Tells the framework that the bundles of the distribution are on the class path: their classes
 * come from the application's class loader, and so from the AOT cache of the JVM. Bundles at any
 * other location are ordinary ones.
 */
final class PlatformConnector implements ModuleConnector {

  private final Map<String, Path> jars;

  /**
   * @param jars the jars on the class path by location
   */
  PlatformConnector(Map<String, Path> jars) {
    this.jars = jars;
  }

  @Override
  public void initialize(File storage, Map<String, String> configuration) {}

  @Override
  public Optional<ConnectModule> connect(String location) {
    return Optional.ofNullable(jars.get(location)).map(JarModule::new);
  }

  @Override
  public Optional<BundleActivator> newBundleActivator() {
    return Optional.empty();
  }
}
