package org.llmspell.core.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A tool that a model may call.
 *
 * @param name its name: letters, digits, dashes and underscores
 * @param description what it does, for the model
 * @param parameters a JSON Schema of type object
 */
public record ModelTool(String name, String description, Map<String, @Nullable Object> parameters) {

  /** Copies the map. */
  public ModelTool(String name, String description, Map<String, @Nullable Object> parameters) {
    this.name = name;
    this.description = description;
    this.parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
  }
}
