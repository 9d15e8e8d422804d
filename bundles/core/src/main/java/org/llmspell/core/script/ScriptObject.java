package org.llmspell.core.script;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * An object with named members for a script, such as a global or a handle. The engine shows it as a
 * table (or the like) whose fields are the members. A member in camelCase can also be reached in
 * snake_case and the other way round. A function that is called as a method does not get the object
 * as its first argument.
 */
@ConsumerType
@FunctionalInterface
public interface ScriptObject {

  /**
   * The members by name: plain values, {@link ScriptFunction}s, {@code ScriptObject}s. Asked for
   * once for each object that is shown to a script.
   */
  Map<String, ? extends @Nullable Object> members();

  /**
   * A member that {@link #members} does not have, found when a script asks for it; null when there
   * is none.
   */
  default @Nullable Object find(String name) {
    return null;
  }
}
