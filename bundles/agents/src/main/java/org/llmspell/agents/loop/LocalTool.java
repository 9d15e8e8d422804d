package org.llmspell.agents.loop;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.ToolOutput;
import org.llmspell.core.component.ComponentId;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.model.ModelTool;

/** A function that is offered to the model of one agent only, such as its members. */
public interface LocalTool {

  /** What the model is told of it. */
  ModelTool tool();

  /** Does the work. */
  ToolOutput call(Map<String, @Nullable Object> arguments, ExecutionContext context);

  /** Whom the conversation is handed to by a call that worked; null when it goes on here. */
  default @Nullable ComponentId handOff(Map<String, @Nullable Object> arguments) {
    return null;
  }
}
