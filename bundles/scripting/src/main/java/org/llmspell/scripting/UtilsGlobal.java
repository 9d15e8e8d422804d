package org.llmspell.scripting;

import java.util.List;
import java.util.Map;
import org.llmspell.core.script.ScriptGlobal;
import org.llmspell.core.script.ScriptSession;
import org.llmspell.core.script.ScriptTable;
import org.osgi.service.component.annotations.Component;

/** The global {@code Utils}: an empty table, there for scripts that put their own helpers in it. */
@Component
public final class UtilsGlobal implements ScriptGlobal {

  @Override
  public List<String> names() {
    return List.of("Utils");
  }

  @Override
  public Object open(ScriptSession session) {
    return new ScriptTable(Map.of());
  }
}
