package org.llmspell.security.policy;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.config.Settings;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.security.audit.AuditEntry;
import org.llmspell.core.security.audit.AuditReport;
import org.llmspell.core.security.audit.SecurityAudit;

/** Policies out of settings in one line, for tests. */
public final class Policies {
  private Policies() {}

  /** Settings by dotted key and value. */
  public static Settings settings(Object... keysAndValues) {
    Map<String, Object> flat = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      flat.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return Keys.ofProperties(flat);
  }

  /** The service of a container without settings of its own. */
  public static PolicyService container(Path folder, Object... keysAndValues) {
    return new PolicyService(
        folder, Map.of("HOME", "/home/ada"), Optional.empty(), settings(keysAndValues));
  }

  /** A context with the policy of these settings. */
  public static ExecutionContext run(
      PolicyService policies, Path folder, Map<String, String> env, Object... keysAndValues) {
    return policies.secure(ExecutionContext.create(), settings(keysAndValues), folder, env);
  }

  /** Keeps what is recorded. */
  public static final class Recorded implements SecurityAudit {
    public final List<AuditEntry> entries = new CopyOnWriteArrayList<>();

    @Override
    public void record(AuditEntry entry) {
      entries.add(entry);
    }

    @Override
    public List<Map<String, @Nullable Object>> latest(int max) {
      return List.of();
    }

    @Override
    public AuditReport verify() {
      return new AuditReport(entries.size(), 0, List.of());
    }
  }
}
