package org.llmspell.providers;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.media.MediaContent;

/** Media as plain values, without the bytes: kind, format, size and digest tell them apart. */
final class Media {
  private Media() {}

  static Map<String, @Nullable Object> plain(MediaContent item) {
    Map<String, @Nullable Object> plain = new LinkedHashMap<>();
    plain.put("type", item.type().name().toLowerCase(Locale.ROOT));
    switch (item) {
      case MediaContent.Text(var text) -> plain.put("text", text);
      case MediaContent.Image image -> bytes(plain, image.format().mimeType(), image.data());
      case MediaContent.Audio audio -> bytes(plain, audio.format().name(), audio.data());
      case MediaContent.Video video -> bytes(plain, video.format().name(), video.data());
      case MediaContent.Binary binary -> bytes(plain, binary.mimeType(), binary.data());
    }
    return plain;
  }

  private static void bytes(
      Map<String, @Nullable Object> plain, @Nullable String format, byte[] data) {
    plain.put("format", format);
    plain.put("bytes", (long) data.length);
    plain.put("sha256", digest(data));
  }

  private static String digest(byte[] data) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(data));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }
}
