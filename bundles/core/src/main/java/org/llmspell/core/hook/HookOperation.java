package org.llmspell.core.hook;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The operation that hooks run around.
 *
 * @param type what is done, for example {@code tool_execution}
 * @param id names this one operation
 * @param parameters what it was given, plain values
 * @param result what came out, once it has ended well
 * @param error what went wrong, once it has failed
 */
public record HookOperation(
    String type,
    String id,
    Map<String, @Nullable Object> parameters,
    @Nullable Object result,
    @Nullable String error) {

  /** Copies the parameters. */
  public HookOperation {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
  }
}
