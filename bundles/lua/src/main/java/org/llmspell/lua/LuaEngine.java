package org.llmspell.lua;

import java.util.List;
import org.llmspell.core.script.ScriptEngine;
import org.llmspell.core.script.ScriptHost;
import org.llmspell.core.script.ScriptLimits;
import org.llmspell.core.script.ScriptRequest;
import org.llmspell.core.script.ScriptResult;
import org.osgi.service.component.annotations.Component;

/** Runs Lua scripts, each in a state of its own. */
@Component
public final class LuaEngine implements ScriptEngine {

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
    try (var state = new LuaState(request, limits, host)) {
      return state.run();
    }
  }
}
