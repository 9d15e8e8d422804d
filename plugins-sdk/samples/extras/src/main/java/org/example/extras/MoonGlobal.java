package org.example.extras;

import java.util.List;
import java.util.Map;
import org.llmspell.core.script.ScriptFunction;
import org.llmspell.core.script.ScriptGlobal;
import org.llmspell.core.script.ScriptObject;
import org.llmspell.core.script.ScriptSession;
import org.osgi.service.component.annotations.Component;

/** The global {@code Moon} of scripts: {@code Moon.phase()}. */
@Component
public final class MoonGlobal implements ScriptGlobal {

  @Override
  public List<String> names() {
    return List.of("Moon");
  }

  @Override
  public Object open(ScriptSession session) {
    ScriptFunction phase = arguments -> "full";
    return (ScriptObject) () -> Map.of("phase", phase);
  }
}
