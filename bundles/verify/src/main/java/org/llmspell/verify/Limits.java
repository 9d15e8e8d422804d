package org.llmspell.verify;

import java.util.Locale;

/**
 * How much there may be in a jar. The limits of entries and bytes count all jars in it, too.
 *
 * @param bytes of the file
 * @param entries how many
 * @param entryBytes of one entry, unpacked
 * @param totalBytes of all entries, unpacked
 * @param ratio unpacked to packed, for entries of more than {@link #SMALL}
 * @param nestedJars how many jars may be in it
 */
record Limits(
    long bytes, int entries, long entryBytes, long totalBytes, int ratio, int nestedJars) {

  /** Below this size the ratio says nothing, in bytes. */
  static final int SMALL = 1 << 20;

  /** The largest class that is looked into, in bytes; that of a compiler is far smaller. */
  static final int CLASS_BYTES = 8 << 20;

  /** The largest manifest, in bytes. */
  static final int MANIFEST_BYTES = 1 << 20;

  /** The largest component description, in bytes. */
  static final int XML_BYTES = 1 << 20;

  /** The longest name of an entry, in bytes. */
  static final int NAME_BYTES = 512;

  /** How deep jars may be in jars. OSGi itself knows only the first level. */
  static final int DEPTH = 2;

  static final Limits DEFAULT = new Limits(64 << 20, 20_000, 64 << 20, 256 << 20, 100, 64);

  /** The name of a setting, as a user writes it. */
  static String setting(String key) {
    return "setting runtime.security.plugins." + key;
  }

  /** A size for people. */
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
