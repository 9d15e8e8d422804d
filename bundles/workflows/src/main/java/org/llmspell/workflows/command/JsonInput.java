package org.llmspell.workflows.command;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.command.CommandCall;
import org.llmspell.core.command.UsageException;
import org.llmspell.core.error.SpellException;
import org.llmspell.json.PlainJson;
import org.llmspell.workflows.definition.Names;

/** Reads what commands are given as JSON. */
final class JsonInput {
  private static final int MAX_BYTES = 16 << 20;

  private JsonInput() {}

  /**
   * The form of a workflow in a file.
   *
   * @throws SpellException of kind Validation that says why it is none
   */
  static Map<String, @Nullable Object> form(CommandCall call, String name) throws IOException {
    Path file = call.path(name);
    if (Files.isDirectory(file)) {
      throw SpellException.validation("FILE", "'%s' is a folder, not a workflow".formatted(name));
    }
    if (!Files.exists(file)) {
      throw SpellException.validation(
          "FILE", "File not found: %s%s".formatted(name, Names.near(name, files(call))));
    }
    if (Files.size(file) > MAX_BYTES) {
      throw SpellException.resourceLimit("Workflow size", MAX_BYTES, Files.size(file));
    }
    Object value;
    try {
      value =
          PlainJson.parse(
              Files.readString(file), name, text -> SpellException.validation("FILE", text));
    } catch (CharacterCodingException e) {
      throw new SpellException(
          SpellException.validation("FILE", "").kind(),
          "'%s' is not UTF-8 text; save it as such".formatted(name),
          e);
    }
    if (value instanceof Map<?, ?> map) {
      return table(map);
    }
    throw SpellException.validation(
        "FILE",
        "'%s' must hold a JSON object, such as 'llmspell workflow export' writes".formatted(name));
  }

  private static Map<String, @Nullable Object> table(Map<?, ?> map) {
    Map<String, @Nullable Object> table = new LinkedHashMap<>();
    map.forEach((key, value) -> table.put(String.valueOf(key), value));
    return table;
  }

  /** The files of JSON where the command was given. */
  static List<String> files(CommandCall call) throws IOException {
    try (Stream<Path> files = Files.list(call.request().workingDirectory())) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".json"))
          .sorted()
          .toList();
    }
  }

  /** The input of a run: that of the option {@code --input}, and words as {@code key=value}. */
  static Map<String, @Nullable Object> input(CommandCall call, List<String> words)
      throws IOException {
    String json = call.option("input").orElse("{}");
    Object parsed =
        PlainJson.parse(json.equals("-") ? standard(call) : json, "--input", UsageException::new);
    if (!(parsed instanceof Map<?, ?> object)) {
      throw new UsageException("--input must be a JSON object, such as '{\"city\": \"Oslo\"}'");
    }
    Map<String, @Nullable Object> input = table(object);
    for (String word : words) {
      String[] parts = word.split("=", 2);
      if (parts.length < 2 || parts[0].isEmpty()) {
        throw new UsageException("'%s' is no input; write key=value".formatted(word));
      }
      input.put(parts[0], value(parts[1]));
    }
    return input;
  }

  private static String standard(CommandCall call) throws IOException {
    byte[] bytes = call.request().input().readNBytes(MAX_BYTES + 1);
    if (bytes.length > MAX_BYTES) {
      throw SpellException.resourceLimit("Input size", MAX_BYTES, bytes.length);
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static @Nullable Object value(String text) {
    try {
      return PlainJson.parse(text, "", UsageException::new);
    } catch (UsageException _) {
      return text; // a word without quotes
    }
  }
}
