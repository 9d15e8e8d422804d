package org.llmspell.core.security.audit;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The log of security decisions. It only grows; each record carries a hash over itself and the one
 * before, so that a record that was changed, taken out or put in shows. Safe to share between
 * threads and processes.
 */
@ProviderType
public interface SecurityAudit {

  /**
   * Appends a record; it is on disk when this returns. Secrets are taken out. When the log can not
   * be written the decision stands, and the container's own log says so.
   */
  void record(AuditEntry entry);

  /** The latest records, oldest first, as plain values. */
  List<Map<String, @Nullable Object>> latest(int max) throws IOException;

  /** Checks the whole log. */
  AuditReport verify() throws IOException;
}
