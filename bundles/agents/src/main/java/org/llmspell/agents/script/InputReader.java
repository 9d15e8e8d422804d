package org.llmspell.agents.script;

import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.AgentInput;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.media.ColorSpace;
import org.llmspell.core.media.ImageFormat;
import org.llmspell.core.media.ImageMetadata;
import org.llmspell.core.media.MediaContent;
import org.llmspell.core.media.MediaType;

/** Reads what a script asks an agent: a text, or a table. */
@SuppressWarnings("NullAway") // compact constructors of records lose nullness in type arguments
final class InputReader {
  private InputReader() {}

  static AgentInput read(@Nullable Object given) {
    if (given instanceof String text) {
      return AgentInput.text(text);
    }
    if (!(given instanceof Map<?, ?> map)) {
      throw SpellException.validation(
          "input", "An agent takes a string, or a table such as {text = \"...\"}");
    }
    Object text = first(map, "text", "prompt", "input", "message");
    Map<String, @Nullable Object> parameters = new LinkedHashMap<>();
    if (map.get("parameters") instanceof Map<?, ?> inner) {
      inner.forEach((key, value) -> parameters.put(String.valueOf(key), value));
    }
    for (String key : List.of("output_schema", "agent", "capability")) {
      if (map.get(key) != null) {
        parameters.putIfAbsent(key, map.get(key));
      }
    }
    return new AgentInput(
        text == null ? "" : text.toString(), media(map), null, parameters, modalities(map));
  }

  private static @Nullable Object first(Map<?, ?> map, String... keys) {
    for (String key : keys) {
      if (map.get(key) instanceof String || map.get(key) instanceof Number) {
        return map.get(key);
      }
    }
    return null;
  }

  private static Set<MediaType> modalities(Map<?, ?> map) {
    if (!(map.get("output_modalities") instanceof List<?> list) || list.isEmpty()) {
      return Set.of(MediaType.TEXT);
    }
    Set<MediaType> types = EnumSet.noneOf(MediaType.class);
    for (Object item : list) {
      try {
        types.add(MediaType.valueOf(String.valueOf(item).toUpperCase(Locale.ROOT)));
      } catch (IllegalArgumentException e) {
        throw SpellException.validation(
            "output_modalities",
            "output_modalities[%d] is '%s' but must be text, image, audio, video or binary"
                .formatted(list.indexOf(item) + 1, item));
      }
    }
    return types;
  }

  private static List<MediaContent> media(Map<?, ?> map) {
    List<MediaContent> media = new ArrayList<>();
    if (map.get("media") instanceof List<?> list) {
      for (Object item : list) {
        media.add(item(item, "media[%d]".formatted(media.size() + 1)));
      }
    }
    if (map.get("image") != null) {
      media.add(item(map.get("image"), "image"));
    }
    return media;
  }

  private static MediaContent item(@Nullable Object given, String path) {
    Map<?, ?> item =
        given instanceof String base64 ? Map.of("base64", base64) : asTable(given, path);
    Object base64 = item.get("base64") == null ? item.get("data") : item.get("base64");
    if (!(base64 instanceof String text)) {
      throw SpellException.validation(path, "'%s' needs its bytes as 'base64'".formatted(path));
    }
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw SpellException.validation(
          path, "'%s.base64' is no Base64: %s".formatted(path, e.getMessage()));
    }
    if ("binary".equals(item.get("type"))) {
      return new MediaContent.Binary(
          bytes, string(item.get("mime_type")), string(item.get("filename")));
    }
    String format = item.get("format") == null ? "png" : item.get("format").toString();
    ImageFormat known =
        ImageFormat.ofExtension(format)
            .orElseThrow(() ->
                SpellException.validation(
                    path, "'%s.format' is '%s', which is no image format".formatted(path, format)));
    var metadata =
        new ImageMetadata(
            number(item.get("width")), number(item.get("height")), color(item), false, null);
    return new MediaContent.Image(bytes, known, metadata);
  }

  private static Map<?, ?> asTable(@Nullable Object given, String path) {
    if (given instanceof Map<?, ?> map) {
      return map;
    }
    throw SpellException.validation(path, "'%s' must be a table with 'base64'".formatted(path));
  }

  private static @Nullable String string(@Nullable Object value) {
    return value == null ? null : value.toString();
  }

  private static int number(@Nullable Object value) {
    return value instanceof Number number ? number.intValue() : 0;
  }

  private static ColorSpace color(Map<?, ?> item) {
    for (ColorSpace space : ColorSpace.values()) {
      if (space.displayName().equals(item.get("color_space"))) {
        return space;
      }
    }
    return ColorSpace.RGB;
  }
}
