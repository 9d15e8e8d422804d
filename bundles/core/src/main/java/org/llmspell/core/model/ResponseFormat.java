package org.llmspell.core.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an answer looks like. */
public sealed interface ResponseFormat {

  /** Any text. */
  record Text() implements ResponseFormat {}

  /** A JSON object. Most vendors want the messages to ask for JSON as well. */
  record Json() implements ResponseFormat {}

  /**
   * A JSON object that follows a schema, as far as the vendor can see to it.
   *
   * @param name a name for it: letters, digits, dashes and underscores
   * @param schema a JSON Schema of type object
   */
  record JsonSchema(String name, Map<String, @Nullable Object> schema) implements ResponseFormat {
    /** Copies the map. */
    public JsonSchema(String name, Map<String, @Nullable Object> schema) {
      this.name = name;
      this.schema = Collections.unmodifiableMap(new LinkedHashMap<>(schema));
    }
  }
}
