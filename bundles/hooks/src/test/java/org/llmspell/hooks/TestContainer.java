package org.llmspell.hooks;

import aQute.bnd.osgi.Builder;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.jar.JarFile;
import org.apache.felix.framework.FrameworkFactory;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.ToolOutput;
import org.llmspell.core.config.Settings;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.hook.Hook;
import org.llmspell.core.hook.HookRegistry;
import org.llmspell.core.runtime.ToolInvoker;
import org.llmspell.core.script.ScriptRequest;
import org.llmspell.core.script.ScriptRunner;
import org.llmspell.core.script.ScriptSource;
import org.llmspell.core.tool.Tool;
import org.llmspell.core.tool.ToolParameter;
import org.llmspell.core.tool.ToolSchema;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.launch.Framework;

/** A real framework with runtime, scripting, Lua, events and this bundle; the API is the test's. */
final class TestContainer implements AutoCloseable {
  private final Framework framework;
  private final ByteArrayOutputStream output = new ByteArrayOutputStream();

  /** How often the test's tools were run. */
  final AtomicInteger runs = new AtomicInteger();

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
                      "none",
                      Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA,
                      api()));
      framework.init();
      List<Bundle> bundles = new ArrayList<>();
      for (Path jar : platform(folder)) {
        bundles.add(framework.getBundleContext().installBundle(jar.toUri().toString()));
      }
      framework.start();
      for (Bundle bundle : bundles) {
        bundle.start();
      }
      var container = new TestContainer(framework);
      container.tool("echo", parameters -> ToolOutput.success("echo", parameters.get("input")));
      container.tool(
          "upper",
          parameters ->
              ToolOutput.success(
                  "upper", String.valueOf(parameters.get("input")).toUpperCase(Locale.ROOT)));
      return container;
    } catch (BundleException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String api() throws IOException {
    Path core = home(Hook.class);
    try (var jar = new JarFile(core.toFile())) {
      return jar.getManifest().getMainAttributes().getValue(Constants.EXPORT_PACKAGE);
    }
  }

  private static List<Path> platform(Path folder) throws IOException {
    return List.of(
        home(org.osgi.util.function.Function.class),
        home(org.osgi.util.promise.Promise.class),
        home(org.osgi.service.component.ComponentConstants.class),
        home(org.apache.felix.scr.info.ScrInfo.class),
        home(com.fasterxml.jackson.annotation.JsonProperty.class),
        home(com.fasterxml.jackson.core.JsonFactory.class),
        home(com.fasterxml.jackson.databind.ObjectMapper.class),
        home(org.llmspell.runtime.ToolRuntime.class),
        home(org.llmspell.security.policy.PolicyService.class),
        home(org.llmspell.lua.LuaEngine.class),
        home(org.llmspell.scripting.ScriptService.class),
        home(org.llmspell.events.EventGlobal.class),
        pack(folder));
  }

  private static Path pack(Path folder) {
    Path to = folder.resolve("org.llmspell.hooks.jar");
    try (var builder = new Builder()) {
      List<File> path = new ArrayList<>(List.of(home(HookService.class).toFile()));
      String classPath =
          System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
      for (String part : classPath.split(File.pathSeparator)) {
        if (!part.isEmpty() && !Path.of(part).equals(home(TestContainer.class))) {
          path.add(new File(part));
        }
      }
      builder.setClasspath(path.toArray(File[]::new));
      builder.setProperty("Bundle-SymbolicName", "org.llmspell.hooks");
      builder.setProperty("Bundle-Version", "0.6.0");
      builder.setProperty("-noimportjava", "true");
      builder.setProperty(
          "Import-Package", "!org.jspecify.annotations,!com.google.errorprone.annotations,*");
      builder.setProperty("Private-Package", "org.llmspell.hooks,org.llmspell.hooks.builtin");
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

  /** What a tool of the test does. */
  interface Body {
    ToolOutput call(Map<String, @Nullable Object> parameters);
  }

  void tool(String name, Body body) {
    Tool tool =
        new Tool() {
          @Override
          public ToolSchema schema() {
            return new ToolSchema(name, "A tool of the test", List.<ToolParameter>of(), true, null);
          }

          @Override
          public ToolOutput call(
              Map<String, @Nullable Object> parameters, ExecutionContext context) {
            runs.incrementAndGet();
            return body.call(parameters);
          }
        };
    register(Tool.class, tool, Map.of("llmspell.tool.name", name));
  }

  <S> ServiceRegistration<S> register(Class<S> type, S service, Map<String, Object> properties) {
    return framework
        .getBundleContext()
        .registerService(type, service, FrameworkUtil.asDictionary(properties));
  }

  <S> S service(Class<S> type) {
    var context = framework.getBundleContext();
    try {
      // Unfiltered: the framework would compare private classes with those of the test's class
      // path.
      var references = context.getAllServiceReferences(type.getName(), null);
      if (references == null) {
        throw new IllegalStateException("No " + type.getSimpleName());
      }
      return type.cast(context.getService(references[0]));
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  HookRegistry hooks() {
    return service(HookRegistry.class);
  }

  ToolOutput call(String tool, Object input) {
    return service(ToolInvoker.class)
        .invoke(tool, Map.of("input", input), ExecutionContext.create());
  }

  /** What a script returns. */
  @Nullable Object eval(String code) {
    return eval(code, Map.of());
  }

  @Nullable Object eval(String code, Map<String, @Nullable Object> settings) {
    return service(ScriptRunner.class)
        .run(
            new ScriptRequest(
                ScriptSource.ofText("test.lua", code),
                "lua",
                List.of(),
                Path.of("."),
                Map.of(),
                new Settings(settings),
                InputStream.nullInputStream(),
                output,
                output,
                ExecutionContext.create()))
        .value();
  }

  String output() {
    return output.toString(StandardCharsets.UTF_8);
  }

  Framework framework() {
    return framework;
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
