package org.llmspell.core.media;

import java.util.List;
import java.util.Optional;

/** Formats of images. */
public enum ImageFormat {
  /** {@code image/png}. */
  PNG("image/png", "png"),
  /** {@code image/jpeg}. */
  JPEG("image/jpeg", "jpg", "jpeg"),
  /** {@code image/webp}. */
  WEBP("image/webp", "webp"),
  /** {@code image/gif}. */
  GIF("image/gif", "gif"),
  /** {@code image/svg+xml}. */
  SVG("image/svg+xml", "svg"),
  /** {@code image/tiff}. */
  TIFF("image/tiff", "tiff", "tif");

  private final String mimeType;
  private final List<String> extensions;

  ImageFormat(String mimeType, String... extensions) {
    this.mimeType = mimeType;
    this.extensions = List.of(extensions);
  }

  /** The MIME type. */
  public String mimeType() {
    return mimeType;
  }

  /** The file name extensions, without the dot; the first one is the usual one. */
  public List<String> extensions() {
    return extensions;
  }

  /** The format of a file name extension, without the dot and in any case. */
  public static Optional<ImageFormat> ofExtension(String extension) {
    for (var format : values()) {
      if (format.extensions.stream().anyMatch(extension::equalsIgnoreCase)) {
        return Optional.of(format);
      }
    }
    return Optional.empty();
  }
}
