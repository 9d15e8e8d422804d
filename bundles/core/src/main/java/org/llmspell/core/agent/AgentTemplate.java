package org.llmspell.core.agent;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.tool.ToolParameter;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A ready-made kind of agent: a service, described by {@link AgentTemplateSpec}. Safe to share
 * between threads.
 *
 * <pre>{@code
 * @Component
 * @AgentTemplateSpec(name = "translator", description = "Translates into a language")
 * public final class TranslatorTemplate implements AgentTemplate { ... }
 * }</pre>
 */
@ConsumerType
public interface AgentTemplate {

  /** The parameters of its own; they are checked before {@link #prepare}. None by default. */
  default List<ToolParameter> parameters() {
    return List.of();
  }

  /**
   * A specification with everything but the name. What the caller gives beside the parameters of
   * the template goes on top. One without a model gets the default model.
   *
   * @param parameters those of the template, defaults filled in
   * @throws SpellException of kind Validation when they make no sense together
   */
  AgentSpec.Builder prepare(Map<String, @Nullable Object> parameters);
}
