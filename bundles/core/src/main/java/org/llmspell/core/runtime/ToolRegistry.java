package org.llmspell.core.runtime;

import java.util.List;
import java.util.Optional;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.tool.ToolSchema;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The tools that are registered now. {@code -} and {@code _} are the same in names, aliases work
 * too, and of several versions of a tool the highest one is meant. Each method works on one
 * immutable snapshot, without a lock. Safe to share between threads.
 */
@ProviderType
public interface ToolRegistry {

  /** All tools by name, one for each name. Loads no tool class. */
  List<ToolInfo> list();

  /** The tool of a name or alias. Loads no tool class. */
  Optional<ToolInfo> find(String name);

  /** All registered versions of a tool, the one that takes calls first. Loads no tool class. */
  List<ToolInfo> versions(String name);

  /**
   * The parameters of a tool. Loads its class.
   *
   * @throws SpellException of kind Component when there is no such tool
   */
  ToolSchema schema(String name);

  /** A number that grows with each change of the registry. */
  long generation();
}
