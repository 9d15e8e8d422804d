package org.llmspell.lua;

import java.util.List;
import org.llmspell.core.script.ScriptEngine;
import org.llmspell.core.script.ScriptHost;
import org.llmspell.core.script.ScriptLimits;
import org.llmspell.core.script.ScriptRequest;
import org.llmspell.core.script.ScriptResult;
import org.llmspell.core.security.guard.EnvironmentGuard;
import org.llmspell.core.security.guard.FileGuard;
import org.llmspell.core.security.guard.ProcessGuard;
import org.llmspell.lua.lib.Guards;
import org.llmspell.lua.lib.PatternSearch;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Runs Lua scripts, each in a state of its own. */
@Component
public final class LuaEngine implements ScriptEngine {
  private final FileGuard files;
  private final ProcessGuard processes;
  private final EnvironmentGuard environment;

  /** With the guards through which the libraries io and os reach out. */
  @Activate
  public LuaEngine(
      @Reference FileGuard files,
      @Reference ProcessGuard processes,
      @Reference EnvironmentGuard environment) {
    this.files = files;
    this.processes = processes;
    this.environment = environment;
  }

  @Override
  public String language() {
    return "lua";
  }

  @Override
  public List<String> extensions() {
    return List.of("lua");
  }

  @Override
  public ScriptResult run(ScriptRequest request, ScriptLimits limits, ScriptHost host) {
    try (var state =
        new LuaState(request, limits, host, new Guards(files, processes, environment))) {
      return state.run();
    }
  }

  @Override
  public boolean matches(String text, String pattern) {
    return PatternSearch.matches(text, pattern);
  }
}
