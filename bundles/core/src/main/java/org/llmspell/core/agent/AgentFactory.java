package org.llmspell.core.agent;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Makes agents and ends them. An agent lives until it is destroyed, or until the bundle of this
 * service stops. Safe to share between threads. Making an agent contacts nobody: its model and its
 * tools are looked for at each turn.
 */
@ProviderType
public interface AgentFactory {

  /**
   * Makes an agent.
   *
   * @throws SpellException of kind Validation when its name is taken, or when one of its members or
   *     hand-offs does not exist
   */
  Agent create(AgentSpec spec);

  /**
   * Makes an agent from a template.
   *
   * @param template the name of an {@link AgentTemplate}
   * @param name the name of the agent
   * @param parameters those of the template, and fields of a configuration that are to differ, as
   *     scripts write them: {@code model}, {@code system_prompt}, {@code tools} and so on
   * @throws SpellException of kind Validation when there is no such template (the message has the
   *     nearest name), a parameter is wrong, or as {@link #create}
   */
  Agent createFromTemplate(
      String template, String name, Map<String, ? extends @Nullable Object> parameters);

  /** The templates that are there now, by name. Loads none of their classes. */
  List<AgentTemplateInfo> templates();

  /** Ends an agent: its turns are cancelled. Says whether it was there. */
  boolean destroy(String name);
}
