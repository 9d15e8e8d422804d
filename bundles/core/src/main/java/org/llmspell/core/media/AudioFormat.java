package org.llmspell.core.media;

import java.util.List;
import java.util.Optional;

/** Formats of sound. */
public enum AudioFormat {
  /** {@code audio/mpeg}. */
  MP3("audio/mpeg", "mp3"),
  /** {@code audio/wav}. */
  WAV("audio/wav", "wav"),
  /** {@code audio/flac}. */
  FLAC("audio/flac", "flac"),
  /** {@code audio/ogg}. */
  OGG("audio/ogg", "ogg"),
  /** {@code audio/mp4}. */
  M4A("audio/mp4", "m4a");

  private final String mimeType;
  private final List<String> extensions;

  AudioFormat(String mimeType, String... extensions) {
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
  public static Optional<AudioFormat> ofExtension(String extension) {
    for (var format : values()) {
      if (format.extensions.stream().anyMatch(extension::equalsIgnoreCase)) {
        return Optional.of(format);
      }
    }
    return Optional.empty();
  }
}
