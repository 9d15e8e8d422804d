package org.llmspell.scripting;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.config.Settings;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.script.ScriptGlobal;
import org.llmspell.core.script.ScriptRequest;
import org.llmspell.core.script.ScriptSource;
import org.llmspell.lua.LuaEngine;
import org.llmspell.security.Guards;
import org.llmspell.security.policy.PolicyService;
import org.osgi.framework.ServiceReference;

/** Runs Lua scripts for real, with some globals. In this package because the binding is private. */
public final class AgentScripts {
  private static final PolicyService POLICIES =
      new PolicyService(Path.of(""), Map.of(), Optional.empty(), Settings.NONE);

  private final ScriptService service = new ScriptService(POLICIES);
  private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
  private Map<String, @Nullable Object> settings = Map.of();

  /** With some globals, and nothing else. */
  public AgentScripts(ScriptGlobal... globals) {
    var guards = Guards.unlogged(POLICIES);
    service.addEngine(
        reference(1), new LuaEngine(guards.files(), guards.processes(), guards.environment()));
    for (int i = 0; i < globals.length; i++) {
      service.addGlobal(reference(2 + i), globals[i]);
    }
  }

  @SuppressWarnings("unchecked") // a proxy has no type arguments
  private static <S> ServiceReference<S> reference(int number) {
    return (ServiceReference<S>)
        Proxy.newProxyInstance(
            AgentScripts.class.getClassLoader(),
            new Class<?>[] {ServiceReference.class},
            (proxy, method, args) ->
                switch (method.getName()) {
                  case "compareTo" -> proxy == args[0] ? 0 : number - 2;
                  case "hashCode" -> number;
                  case "equals" -> proxy == args[0];
                  default -> null;
                });
  }

  /** With settings. */
  public AgentScripts settings(Map<String, @Nullable Object> newSettings) {
    settings = newSettings;
    return this;
  }

  /** The value that a script returns. */
  public @Nullable Object eval(String code) {
    return service
        .run(
            new ScriptRequest(
                ScriptSource.ofText("test.lua", code),
                "lua",
                java.util.List.of(),
                Path.of("."),
                Map.of(),
                new Settings(settings),
                InputStream.nullInputStream(),
                errors,
                errors,
                ExecutionContext.create()))
        .value();
  }

  /** What the script wrote. */
  public String written() {
    return errors.toString(StandardCharsets.UTF_8);
  }
}
