package org.llmspell.scripting;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.config.Settings;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.script.ScriptEngine;
import org.llmspell.core.script.ScriptGlobal;
import org.llmspell.core.script.ScriptRequest;
import org.llmspell.core.script.ScriptResult;
import org.llmspell.core.script.ScriptSource;
import org.llmspell.lua.LuaEngine;
import org.llmspell.security.Guards;
import org.llmspell.security.policy.PolicyService;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;

/**
 * Runs scripts with the real service, the real engine, and globals as given. The tests of other
 * bundles use it too.
 */
public final class Scripts {
  private static final PolicyService POLICIES =
      new PolicyService(Path.of(""), Map.of(), Optional.empty(), Settings.NONE);

  final ScriptService service = new ScriptService(POLICIES);
  final ByteArrayOutputStream output = new ByteArrayOutputStream();
  final ByteArrayOutputStream errors = new ByteArrayOutputStream();
  private final List<String> arguments = new ArrayList<>();
  private Map<String, @Nullable Object> settings = Map.of();
  private ExecutionContext context = ExecutionContext.create();
  private int count;

  /** With the engine of Lua and these globals, and nothing else. */
  public static Scripts with(ScriptGlobal... globals) {
    var scripts = new Scripts().engine(lua());
    for (ScriptGlobal global : globals) {
      scripts.global(global);
    }
    return scripts;
  }

  /** The engine of Lua under the guards of this process. */
  public static ScriptEngine lua() {
    var guards = Guards.unlogged(POLICIES);
    return new LuaEngine(guards.files(), guards.processes(), guards.environment());
  }

  Scripts engine(ScriptEngine engine) {
    service.addEngine(new Reference<>(++count), engine);
    return this;
  }

  ServiceReference<ScriptGlobal> global(ScriptGlobal global) {
    var reference = new Reference<ScriptGlobal>(++count);
    service.addGlobal(reference, global);
    return reference;
  }

  Scripts arguments(String... words) {
    arguments.addAll(List.of(words));
    return this;
  }

  Scripts timeLimit(long millis) {
    return settings(Map.of("engines", Map.of("lua", Map.of("timeout_ms", millis))));
  }

  /** With these settings, as a tree. */
  public Scripts settings(Map<String, @Nullable Object> newSettings) {
    settings = newSettings;
    return this;
  }

  Scripts context(ExecutionContext newContext) {
    context = newContext;
    return this;
  }

  /** The value that a script returns. */
  public @Nullable Object eval(String code) {
    return run(code).value();
  }

  ScriptResult run(String code) {
    return service.run(request("lua", code));
  }

  ScriptRequest request(String language, String code) {
    return new ScriptRequest(
        ScriptSource.ofText("test.lua", code),
        language,
        arguments,
        Path.of("."),
        Map.of(),
        new Settings(settings),
        InputStream.nullInputStream(),
        output,
        errors,
        context);
  }

  /** What the scripts wrote, to either stream. */
  public String written() {
    return output.toString(StandardCharsets.UTF_8) + errors();
  }

  String errors() {
    return errors.toString(StandardCharsets.UTF_8);
  }

  /** A reference without a framework; those made later rank higher. */
  record Reference<S>(int number) implements ServiceReference<S> {

    @Override
    public int compareTo(Object other) {
      return Integer.compare(number, ((Reference<?>) other).number);
    }

    @Override
    public @Nullable Object getProperty(String key) {
      return null;
    }

    @Override
    public String[] getPropertyKeys() {
      return new String[0];
    }

    @Override
    public Dictionary<String, Object> getProperties() {
      return FrameworkUtil.asDictionary(Map.of());
    }

    @Override
    public @Nullable Bundle getBundle() {
      return null;
    }

    @Override
    public Bundle[] getUsingBundles() {
      return new Bundle[0];
    }

    @Override
    public boolean isAssignableTo(Bundle bundle, String className) {
      return true;
    }

    @Override
    public <A> A adapt(Class<A> type) {
      throw new UnsupportedOperationException("No framework here");
    }
  }
}
