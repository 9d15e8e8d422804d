package org.llmspell.scripting;

import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.llmspell.core.script.ScriptSession;
import org.llmspell.core.security.guard.SecretRedactor;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The logs of the scripts that run now; a script has one, whichever global it uses. */
@Component(service = ScriptLogs.class)
public final class ScriptLogs {
  private final Map<ScriptSession, ScriptLog> logs = new ConcurrentHashMap<>();

  private final SecretRedactor redactor;

  /** Without logs. What is written goes through the redactor. */
  @Activate
  public ScriptLogs(@Reference SecretRedactor redactor) {
    this.redactor = redactor;
  }

  ScriptLog of(ScriptSession session) {
    ScriptLog known = logs.get(session);
    if (known != null) {
      return known;
    }
    var log =
        new ScriptLog(
            Clock.systemUTC(), line -> session.printError(redactor.redact(line)), new PlainJson());
    logs.put(session, log);
    session.onClose(() -> logs.remove(session));
    return log;
  }
}
