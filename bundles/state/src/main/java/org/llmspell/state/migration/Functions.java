package org.llmspell.state.migration;

import java.util.Map;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.state.migration.StateTransformer;

/** The functions that custom transforms name. */
@FunctionalInterface
interface Functions {

  /** None at all. */
  Functions NONE = of(Map.of());

  /**
   * The function of a name.
   *
   * @throws SpellException of kind Validation when there is none
   */
  StateTransformer find(String name);

  /** Those of a map. */
  static Functions of(Map<String, StateTransformer> known) {
    return name -> {
      StateTransformer found = known.get(name);
      if (found == null) {
        throw SpellException.validation(
            "transformer",
            "There is no transformer '%s'. Install the bundle that brings it, or give the transform a function; there are: %s"
                .formatted(name, known.isEmpty() ? "none" : String.join(", ", known.keySet())));
      }
      return found;
    };
  }
}
