package org.llmspell.core.runtime;

import java.util.Collections;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.tool.ToolSchema;

/**
 * One call on its way through the pipeline. Immutable.
 *
 * @param tool what the registry knows about the tool
 * @param target the schema of the tool, loaded when asked for
 * @param parameters plain values, as a view that can not be changed; the caller must not change
 *     them either while the call runs
 * @param context the context of the call
 */
public record Invocation(
    ToolInfo tool,
    SchemaSource target,
    Map<String, ? extends @Nullable Object> parameters,
    ExecutionContext context) {

  /** Keeps stages from changing the parameters of a call that was validated. */
  public Invocation {
    parameters = Collections.unmodifiableMap(parameters);
  }

  /** Gives the schema of the tool that is called. */
  @FunctionalInterface
  public interface SchemaSource {
    /** The schema; the same at each call. */
    ToolSchema schema();
  }

  /** The same call with other parameters. */
  public Invocation withParameters(Map<String, ? extends @Nullable Object> newParameters) {
    return new Invocation(tool, target, newParameters, context);
  }

  /** The same call in another context. */
  public Invocation withContext(ExecutionContext newContext) {
    return new Invocation(tool, target, parameters, newContext);
  }
}
