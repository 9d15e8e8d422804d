package org.llmspell.core.runtime;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.ToolOutput;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.error.SpellException;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The one way to call a tool: through the pipeline. Safe to share between threads; blocks until the
 * tool has answered. The tool runs on the calling thread: when the context's deadline passes or it
 * is cancelled, that thread is interrupted until the tool has ended, and the call fails with kind
 * Timeout or Component. Calls inside calls end at a depth of 64.
 */
@ProviderType
public interface ToolInvoker {

  /**
   * Calls a tool by name or alias.
   *
   * @param parameters plain values; not to be changed while the call runs
   * @return what the tool answered; its failures that are part of its answer are in it
   * @throws SpellException of kind Component when there is no such tool; of any kind when a stage
   *     of the pipeline refuses the call or the tool fails
   */
  ToolOutput invoke(
      String tool, Map<String, ? extends @Nullable Object> parameters, ExecutionContext context);
}
