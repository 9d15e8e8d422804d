package org.llmspell.core.media;

import java.util.List;
import java.util.Optional;

/** Formats of video. */
public enum VideoFormat {
  /** {@code video/mp4}. */
  MP4("video/mp4", "mp4"),
  /** {@code video/webm}. */
  WEBM("video/webm", "webm"),
  /** {@code video/x-msvideo}. */
  AVI("video/x-msvideo", "avi"),
  /** {@code video/quicktime}. */
  MOV("video/quicktime", "mov"),
  /** {@code video/x-matroska}. */
  MKV("video/x-matroska", "mkv");

  private final String mimeType;
  private final List<String> extensions;

  VideoFormat(String mimeType, String... extensions) {
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
  public static Optional<VideoFormat> ofExtension(String extension) {
    for (var format : values()) {
      if (format.extensions.stream().anyMatch(extension::equalsIgnoreCase)) {
        return Optional.of(format);
      }
    }
    return Optional.empty();
  }
}
