package org.llmspell.state.migration;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;

/** Reads the schemas of a folder: every {@code .json} file has one schema, or a list of them. */
final class SchemaFiles {
  private SchemaFiles() {}

  /**
   * The schemas of all files of a folder, in the order of their names.
   *
   * @throws SpellException of kind Configuration that names the file and the place
   */
  static Schemas read(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw SpellException.configuration(
          "The schema folder '%s' does not exist; create it, or correct runtime.state_persistence.schema_directory"
              .formatted(folder),
          null);
    }
    Schemas all = Schemas.NONE;
    for (Path file : files(folder)) {
      all = read(file, all);
    }
    return all;
  }

  private static List<Path> files(Path folder) {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*.json")) {
      found.forEach(files::add);
    } catch (IOException e) {
      throw SpellException.io(e);
    }
    files.sort(null);
    return files;
  }

  private static Schemas read(Path file, Schemas before) {
    Schemas all = before;
    try {
      Object content = json(file);
      if (!(content instanceof List<?> schemas)) {
        return all.plus(SchemaForm.read("schema", content));
      }
      int number = 0;
      for (Object schema : schemas) {
        all = all.plus(SchemaForm.read("schema[%d]".formatted(++number), schema));
      }
      return all;
    } catch (SpellException e) {
      throw SpellException.configuration(
          "The schema file '%s' is wrong: %s".formatted(file, e.message()), e);
    } catch (JsonProcessingException e) {
      throw SpellException.configuration(
          "The schema file '%s' is no JSON: line %d, column %d: %s"
              .formatted(
                  file,
                  e.getLocation() == null ? 0 : e.getLocation().getLineNr(),
                  e.getLocation() == null ? 0 : e.getLocation().getColumnNr(),
                  String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("")),
          e);
    } catch (IOException e) {
      throw SpellException.io(e);
    }
  }

  private static @Nullable Object json(Path file) throws IOException {
    try (JsonParser parser = new JsonFactory().createParser(Files.readString(file))) {
      parser.nextToken();
      return value(parser);
    }
  }

  private static @Nullable Object value(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          String name = parser.currentName();
          parser.nextToken();
          map.put(name, value(parser));
        }
        yield map;
      }
      case START_ARRAY -> {
        List<@Nullable Object> list = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          list.add(value(parser));
        }
        yield list;
      }
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NUMBER_INT -> parser.getLongValue();
      case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
      case VALUE_NULL -> null;
      case VALUE_STRING -> parser.getText();
      case null, default ->
          throw SpellException.validation("schema", "the file ends where a schema should be");
    };
  }
}
