package org.llmspell.deploy;

import java.util.Locale;

/** Sizes for people. */
final class Bytes {
  private Bytes() {}

  static String text(long bytes) {
    if (bytes < 1024) {
      return bytes + " bytes";
    }
    double kib = bytes / 1024.0;
    return kib < 1024
        ? String.format(Locale.ROOT, "%.1f KiB", kib)
        : String.format(Locale.ROOT, "%.1f MiB", kib / 1024);
  }
}
