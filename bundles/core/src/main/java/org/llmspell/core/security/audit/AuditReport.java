package org.llmspell.core.security.audit;

import java.util.List;

/**
 * What a look through the whole log has found.
 *
 * @param records how many records there are
 * @param torn how many lines were cut off by a crash; they are noted in the log
 * @param problems what shows that the log was changed, in words; empty when it is intact
 */
public record AuditReport(long records, int torn, List<String> problems) {

  /** Copies the problems. */
  public AuditReport {
    problems = List.copyOf(problems);
  }

  /** Whether nothing shows that the log was changed. */
  public boolean isIntact() {
    return problems.isEmpty();
  }
}
