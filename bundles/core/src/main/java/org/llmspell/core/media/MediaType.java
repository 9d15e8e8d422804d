package org.llmspell.core.media;

import java.util.Locale;

/** The kinds of media that components take and give. */
public enum MediaType {
  /** Plain text. */
  TEXT,
  /** A still image. */
  IMAGE,
  /** Sound. */
  AUDIO,
  /** Moving images. */
  VIDEO,
  /** Any other bytes. */
  BINARY;

  private static final long MEBIBYTE = 1L << 20;

  /** The name in scripts and JSON, in lower case. */
  public String displayName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The largest size of one item in bytes; {@link Long#MAX_VALUE} for text. */
  public long maxBytes() {
    return switch (this) {
      case TEXT -> Long.MAX_VALUE;
      case IMAGE -> 100 * MEBIBYTE;
      case AUDIO -> 500 * MEBIBYTE;
      case VIDEO -> 5 * 1024 * MEBIBYTE;
      case BINARY -> 1024 * MEBIBYTE;
    };
  }
}
