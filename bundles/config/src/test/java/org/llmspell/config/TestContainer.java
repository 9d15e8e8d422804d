package org.llmspell.config;

import aQute.bnd.osgi.Builder;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.jar.JarFile;
import org.apache.felix.framework.FrameworkFactory;
import org.jspecify.annotations.Nullable;
import org.llmspell.config.sample.Sample;
import org.llmspell.core.command.Command;
import org.llmspell.core.config.ContainerSettings;
import org.llmspell.core.config.SettingsLoader;
import org.llmspell.core.script.ScriptGlobal;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.launch.Framework;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/** A real framework with ConfigAdmin, this bundle and one that has settings. */
final class TestContainer implements AutoCloseable {
  private final Framework framework;

  private TestContainer(Framework framework) {
    this.framework = framework;
  }

  static TestContainer start(Path folder) {
    try {
      Framework framework =
          new FrameworkFactory()
              .newFramework(
                  Map.of(
                      Constants.FRAMEWORK_STORAGE,
                      folder.resolve("cache").toString(),
                      "felix.log.level",
                      "0",
                      "ds.loglevel",
                      "0",
                      "felix.cm.pm",
                      "memory",
                      Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA,
                      api() + ",org.osgi.service.cm;version=1.6.1"));
      framework.init();
      List<Bundle> bundles = new ArrayList<>();
      for (Path jar :
          List.of(
              home(org.osgi.util.function.Function.class),
              home(org.osgi.util.promise.Promise.class),
              home(org.osgi.service.component.ComponentConstants.class),
              home(org.apache.felix.scr.info.ScrInfo.class),
              home(org.apache.felix.cm.PersistenceManager.class),
              home(com.fasterxml.jackson.annotation.JsonProperty.class),
              home(com.fasterxml.jackson.core.JsonFactory.class),
              home(com.fasterxml.jackson.databind.ObjectMapper.class),
              pack(folder, "org.llmspell.config", ConfiguredContainer.class),
              pack(folder, "org.llmspell.config.sample", Sample.class))) {
        bundles.add(framework.getBundleContext().installBundle(jar.toUri().toString()));
      }
      framework.start();
      for (Bundle bundle : bundles) {
        bundle.start();
      }
      return new TestContainer(framework);
    } catch (BundleException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String api() throws IOException {
    try (var jar = new JarFile(home(ContainerSettings.class).toFile())) {
      return jar.getManifest().getMainAttributes().getValue(Constants.EXPORT_PACKAGE);
    }
  }

  private static Path pack(Path folder, String name, Class<?> from) {
    Path to = folder.resolve(name + ".jar");
    try (var builder = new Builder()) {
      List<File> path = new ArrayList<>(List.of(home(from).toFile()));
      String classPath =
          System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
      for (String part : classPath.split(File.pathSeparator)) {
        if (!part.isEmpty() && !Path.of(part).equals(home(TestContainer.class))) {
          path.add(new File(part));
        }
      }
      builder.setClasspath(path.toArray(File[]::new));
      builder.setProperty("Bundle-SymbolicName", name);
      builder.setProperty("-noimportjava", "true");
      builder.setProperty(
          "Import-Package", "!org.jspecify.annotations,com.fasterxml.*;resolution:=optional,*");
      builder.setProperty("Private-Package", name + ",com.fasterxml.jackson.dataformat.toml");
      var jar = builder.build();
      if (!builder.getErrors().isEmpty()) {
        throw new IllegalStateException(String.join("\n", builder.getErrors()));
      }
      jar.write(to.toFile());
      return to;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static Path home(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private Object service(String type, @Nullable String filter) {
    var context = framework.getBundleContext();
    try {
      var references = context.getAllServiceReferences(type, filter);
      Object service = references == null ? null : context.getService(references[0]);
      if (service == null) {
        throw new IllegalStateException("No " + type);
      }
      return service;
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  ContainerSettings settings() {
    return (ContainerSettings) service(ContainerSettings.class.getName(), null);
  }

  ScriptGlobal global() {
    return (ScriptGlobal) service(ScriptGlobal.class.getName(), null);
  }

  SettingsLoader loader() {
    return (SettingsLoader) service(SettingsLoader.class.getName(), null);
  }

  /** A command of this bundle. */
  Command command(String name) {
    return (Command) service(Command.class.getName(), "(llmspell.command.name=%s)".formatted(name));
  }

  <S> void register(Class<S> type, S service) {
    framework.getBundleContext().registerService(type, service, null);
  }

  /** The component with settings. */
  Supplier<?> sample() {
    return (Supplier<?>) service(Supplier.class.getName(), "(name=sample)");
  }

  /** What ConfigAdmin holds: by PID, the properties but its own. */
  Map<String, Map<String, Object>> configurations() {
    var admin = (ConfigurationAdmin) service(ConfigurationAdmin.class.getName(), null);
    Map<String, Map<String, Object>> all = new TreeMap<>();
    try {
      Configuration[] found = admin.listConfigurations(null);
      for (Configuration configuration : found == null ? new Configuration[0] : found) {
        Dictionary<String, Object> properties = configuration.getProperties();
        Map<String, Object> values = new TreeMap<>();
        properties.keys().asIterator().forEachRemaining(k -> values.put(k, properties.get(k)));
        values.remove(Constants.SERVICE_PID);
        all.put(configuration.getPid(), values);
      }
      return all;
    } catch (IOException | InvalidSyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    try {
      framework.stop();
      framework.waitForStop(20_000);
    } catch (BundleException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
