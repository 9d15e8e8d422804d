package org.llmspell.agents;

import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.media.AudioFormat;
import org.llmspell.core.media.AudioMetadata;
import org.llmspell.core.media.ColorSpace;
import org.llmspell.core.media.ImageFormat;
import org.llmspell.core.media.ImageMetadata;
import org.llmspell.core.media.MediaContent;
import org.llmspell.core.media.VideoFormat;
import org.llmspell.core.media.VideoMetadata;

/** Media as plain values, and back: what is kept of the images of a conversation. */
@SuppressWarnings("NullAway") // compact constructors of records lose nullness in type arguments
final class MediaForm {
  private MediaForm() {}

  static Map<String, @Nullable Object> plain(MediaContent media) {
    Map<String, @Nullable Object> plain = new LinkedHashMap<>();
    plain.put("type", media.type().name().toLowerCase(Locale.ROOT));
    switch (media) {
      case MediaContent.Text(String text) -> plain.put("text", text);
      case MediaContent.Image(byte[] data, ImageFormat format, ImageMetadata about) -> {
        put(plain, data, format.extensions().getFirst());
        plain.put("width", (long) about.width());
        plain.put("height", (long) about.height());
        plain.put("color_space", about.colorSpace().displayName());
        plain.put("transparent", about.transparent());
        plain.put("dpi", whole(about.dpi()));
      }
      case MediaContent.Audio(byte[] data, AudioFormat format, AudioMetadata about) -> {
        put(plain, data, format.extensions().getFirst());
        plain.put("duration_ms", about.durationMillis());
        plain.put("sample_rate", (long) about.sampleRate());
        plain.put("channels", (long) about.channels());
        plain.put("bitrate", whole(about.bitrate()));
      }
      case MediaContent.Video(byte[] data, VideoFormat format, VideoMetadata about) -> {
        put(plain, data, format.extensions().getFirst());
        plain.put("duration_ms", about.durationMillis());
        plain.put("width", (long) about.width());
        plain.put("height", (long) about.height());
        plain.put("fps", about.fps());
        plain.put("codec", about.codec());
      }
      case MediaContent.Binary(byte[] data, String mimeType, String fileName) -> {
        put(plain, data, null);
        plain.put("mime_type", mimeType);
        plain.put("filename", fileName);
      }
    }
    return plain;
  }

  private static void put(
      Map<String, @Nullable Object> plain, byte[] data, @Nullable String format) {
    plain.put("base64", Base64.getEncoder().encodeToString(data));
    if (format != null) {
      plain.put("format", format);
    }
  }

  private static @Nullable Long whole(@Nullable Integer number) {
    return number == null ? null : Long.valueOf(number);
  }

  /** The media of a list; what can not be read is left out, as its message can do without. */
  static List<MediaContent> parse(@Nullable Object list) {
    List<MediaContent> media = new ArrayList<>();
    if (list instanceof List<?> items) {
      for (Object item : items) {
        if (item instanceof Map<?, ?> map) {
          one(map).ifPresent(media::add);
        }
      }
    }
    return media;
  }

  private static Optional<MediaContent> one(Map<?, ?> map) {
    byte[] data;
    try {
      data = Base64.getDecoder().decode(text(map, "base64"));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    String format = text(map, "format");
    return switch (text(map, "type")) {
      case "text" -> Optional.of(new MediaContent.Text(text(map, "text")));
      case "image" ->
          ImageFormat.ofExtension(format)
              .map(known -> new MediaContent.Image(data, known, image(map)));
      case "audio" ->
          AudioFormat.ofExtension(format)
              .map(known ->
                  new MediaContent.Audio(
                      data,
                      known,
                      new AudioMetadata(
                          (long) number(map, "duration_ms"),
                          (int) number(map, "sample_rate"),
                          (int) number(map, "channels"),
                          wholeOrNull(map, "bitrate"))));
      case "video" ->
          VideoFormat.ofExtension(format)
              .map(known ->
                  new MediaContent.Video(
                      data,
                      known,
                      new VideoMetadata(
                          (long) number(map, "duration_ms"),
                          (int) number(map, "width"),
                          (int) number(map, "height"),
                          number(map, "fps"),
                          textOrNull(map, "codec"))));
      case "binary" ->
          Optional.of(
              new MediaContent.Binary(
                  data, textOrNull(map, "mime_type"), textOrNull(map, "filename")));
      default -> Optional.empty();
    };
  }

  private static ImageMetadata image(Map<?, ?> map) {
    ColorSpace color = ColorSpace.RGB;
    for (ColorSpace known : ColorSpace.values()) {
      if (known.displayName().equals(map.get("color_space"))) {
        color = known;
      }
    }
    return new ImageMetadata(
        (int) number(map, "width"),
        (int) number(map, "height"),
        color,
        Boolean.TRUE.equals(map.get("transparent")),
        wholeOrNull(map, "dpi"));
  }

  private static String text(Map<?, ?> map, String key) {
    return map.get(key) instanceof String text ? text : "";
  }

  private static @Nullable String textOrNull(Map<?, ?> map, String key) {
    return map.get(key) instanceof String text ? text : null;
  }

  private static double number(Map<?, ?> map, String key) {
    return map.get(key) instanceof Number number ? number.doubleValue() : 0;
  }

  private static @Nullable Integer wholeOrNull(Map<?, ?> map, String key) {
    return map.get(key) instanceof Number number ? number.intValue() : null;
  }
}
