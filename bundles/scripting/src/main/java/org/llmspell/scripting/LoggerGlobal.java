package org.llmspell.scripting;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.llmspell.core.script.ScriptGlobal;
import org.llmspell.core.script.ScriptObject;
import org.llmspell.core.script.ScriptSession;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The global {@code Logger}: the log of {@code Debug}, and nothing else of it. */
@Component
public final class LoggerGlobal implements ScriptGlobal {
  private final ScriptLogs logs;

  /** The global over the logs of all scripts. */
  @Activate
  public LoggerGlobal(@Reference ScriptLogs logs) {
    this.logs = logs;
  }

  @Override
  public List<String> names() {
    return List.of("Logger");
  }

  @Override
  public Object open(ScriptSession session) {
    Map<String, Object> members = new LinkedHashMap<>();
    new LogFunctions(logs.of(session)).addTo(members);
    return (ScriptObject) () -> members;
  }
}
