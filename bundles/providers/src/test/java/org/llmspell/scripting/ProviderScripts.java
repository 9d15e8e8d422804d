package org.llmspell.scripting;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.config.Settings;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.script.ScriptEngine;
import org.llmspell.core.script.ScriptGlobal;
import org.llmspell.core.script.ScriptRequest;
import org.llmspell.core.script.ScriptSource;
import org.llmspell.lua.LuaEngine;
import org.llmspell.security.Guards;
import org.llmspell.security.policy.PolicyService;
import org.osgi.framework.ServiceReference;

/** Runs Lua scripts for real, with one global. In this package because the binding is private. */
public final class ProviderScripts {
  private static final PolicyService POLICIES =
      new PolicyService(Path.of(""), Map.of(), Optional.empty(), Settings.NONE);

  private final ScriptService service = new ScriptService(POLICIES);
  private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
  private final LuaEngine engine;

  /** With a global, and nothing else. */
  public ProviderScripts(ScriptGlobal global) {
    var guards = Guards.unlogged(POLICIES);
    engine = new LuaEngine(guards.files(), guards.processes(), guards.environment());
    service.addEngine(reference(1), engine);
    service.addGlobal(reference(2), global);
  }

  @SuppressWarnings("unchecked") // a proxy has no type arguments
  private static <S> ServiceReference<S> reference(int number) {
    return (ServiceReference<S>)
        Proxy.newProxyInstance(
            ProviderScripts.class.getClassLoader(),
            new Class<?>[] {ServiceReference.class},
            (proxy, method, args) ->
                switch (method.getName()) {
                  case "compareTo" -> proxy == args[0] ? 0 : number - 2;
                  case "hashCode" -> number;
                  case "equals" -> proxy == args[0];
                  default -> null;
                });
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
                Settings.NONE,
                InputStream.nullInputStream(),
                errors,
                errors,
                ExecutionContext.create()))
        .value();
  }

  /** The engine that runs them. */
  public ScriptEngine engine() {
    return engine;
  }
}
