package org.llmspell.workflows;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Outcomes as plain values that lose nothing. */
final class KeptOutcome {
  private KeptOutcome() {}

  static Map<String, @Nullable Object> write(Outcome outcome) {
    Map<String, @Nullable Object> kept = new LinkedHashMap<>();
    kept.put("name", outcome.name());
    kept.put("success", outcome.success());
    kept.put("millis", outcome.millis());
    kept.put("retries", (long) outcome.retries());
    kept.put("skipped", outcome.skipped());
    kept.put("error", outcome.error());
    kept.put("output", outcome.output());
    if (outcome.data() != outcome.output()) {
      kept.put("data", outcome.data());
    }
    return kept;
  }

  static Outcome read(Map<String, @Nullable Object> kept) {
    Object output = kept.get("output");
    return new Outcome(
        String.valueOf(kept.get("name")),
        Boolean.TRUE.equals(kept.get("success")),
        output,
        kept.containsKey("data") ? kept.get("data") : output,
        kept.get("error") instanceof String error ? error : null,
        kept.get("millis") instanceof Number millis ? millis.doubleValue() : 0,
        kept.get("retries") instanceof Number retries ? retries.intValue() : 0,
        Boolean.TRUE.equals(kept.get("skipped")));
  }
}
