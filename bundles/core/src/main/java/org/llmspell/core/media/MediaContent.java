package org.llmspell.core.media;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;

/**
 * One item of media. Items are immutable by agreement: byte arrays are not copied, because they may
 * be large, and must not be changed after they were handed over.
 */
public sealed interface MediaContent {

  /** Plain text. */
  record Text(String text) implements MediaContent {}

  /** An image in the given format. */
  @SuppressWarnings("ArrayRecordComponent") // large data is shared, not copied
  record Image(byte[] data, ImageFormat format, ImageMetadata metadata) implements MediaContent {}

  /** Sound in the given format. */
  @SuppressWarnings("ArrayRecordComponent") // large data is shared, not copied
  record Audio(byte[] data, AudioFormat format, AudioMetadata metadata) implements MediaContent {}

  /** Video in the given format. */
  @SuppressWarnings("ArrayRecordComponent") // large data is shared, not copied
  record Video(byte[] data, VideoFormat format, VideoMetadata metadata) implements MediaContent {}

  /** Other bytes, with MIME type and file name when known. */
  @SuppressWarnings("ArrayRecordComponent") // large data is shared, not copied
  record Binary(byte[] data, @Nullable String mimeType, @Nullable String fileName)
      implements MediaContent {}

  /** The kind of media. */
  default MediaType type() {
    return switch (this) {
      case Text _ -> MediaType.TEXT;
      case Image _ -> MediaType.IMAGE;
      case Audio _ -> MediaType.AUDIO;
      case Video _ -> MediaType.VIDEO;
      case Binary _ -> MediaType.BINARY;
    };
  }

  /** The size in bytes; for text in UTF-8. */
  default long size() {
    return switch (this) {
      case Text(var text) -> text.getBytes(StandardCharsets.UTF_8).length;
      case Image image -> image.data.length;
      case Audio audio -> audio.data.length;
      case Video video -> video.data.length;
      case Binary binary -> binary.data.length;
    };
  }

  /**
   * Refuses an item that is larger than its kind allows.
   *
   * @throws SpellException of kind Validation
   */
  default void validate() {
    long size = type() == MediaType.TEXT ? 0 : size();
    checkSize(type(), size);
  }

  /**
   * Refuses a size that a kind of media does not allow; for callers that know the size before they
   * hold the bytes.
   *
   * @throws SpellException of kind Validation
   */
  static void checkSize(MediaType type, long bytes) {
    if (bytes > type.maxBytes()) {
      throw SpellException.validation(
          "media",
          "%s size %d bytes exceeds maximum %d bytes"
              .formatted(type.displayName(), bytes, type.maxBytes()));
    }
  }
}
