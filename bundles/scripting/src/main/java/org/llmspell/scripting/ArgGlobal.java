package org.llmspell.scripting;

import java.util.List;
import org.llmspell.core.script.ScriptGlobal;
import org.llmspell.core.script.ScriptSession;
import org.llmspell.core.script.ScriptTable;
import org.osgi.service.component.annotations.Component;

/** The classic global {@code arg}: the script and its words, without the named arguments. */
@Component
public final class ArgGlobal implements ScriptGlobal {

  @Override
  public List<String> names() {
    return List.of("arg");
  }

  @Override
  public Object open(ScriptSession session) {
    return new ScriptTable(ArgsGlobal.parse(session, false));
  }
}
