package org.llmspell.core.workflow;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.BaseAgent;
import org.llmspell.core.context.ExecutionContext;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A component made of steps that call tools, agents, other workflows and functions. Safe to share
 * between threads; each run has its own data.
 */
@ProviderType
public interface Workflow extends BaseAgent {

  /** The id: {@code workflow_} and a UUID. */
  String id();

  /** The name that its maker gave it. */
  default String name() {
    return metadata().name();
  }

  /** {@code sequential}, {@code parallel}, {@code conditional} or {@code loop}. */
  String type();

  /**
   * What it is made of, as plain values in the form that {@link WorkflowRegistry#create} takes.
   *
   * @throws org.llmspell.core.error.SpellException of kind Workflow when it has functions in it,
   *     which have no plain form
   */
  Map<String, @Nullable Object> form();

  /** The same as a flow chart in the language of Mermaid. */
  String diagram();

  /**
   * Runs it. What fails inside is told in the result; the steps' effects stay.
   *
   * @param input fills the data that the steps share
   * @return the result: {@code success}, {@code workflow_type}, {@code workflow_name}, {@code
   *     duration_ms}, {@code data}, {@code error} or null, {@code metadata}; see the guide
   * @throws org.llmspell.core.error.SpellException when a hook refuses the start
   * @throws java.util.concurrent.CancellationException when the context was cancelled
   */
  Map<String, @Nullable Object> run(
      Map<String, ? extends @Nullable Object> input, ExecutionContext context);

  /** How far the last run is, or the one that goes on. */
  WorkflowStatus status();
}
