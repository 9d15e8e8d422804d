package org.llmspell.state.migration;

import org.llmspell.core.component.SemanticVersion;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.state.migration.SchemaVersion;

/**
 * Packs a version into the number that a record keeps: bit 30 says that it is one, then 9 bits for
 * the major, 10 for the minor, 10 for the patch, and one that is set for a release. So a record
 * tells its version by itself, whatever store it is restored into. Records that no migration has
 * touched have a small number and the version that the store has noted for their schema.
 */
final class Stamps {
  private static final int MARK = 1 << 30;
  private static final int MAX_MAJOR = 511;
  private static final int MAX_PART = 1023;

  private Stamps() {}

  /** Refuses a version that can not be packed. */
  static void check(SchemaVersion version) {
    SemanticVersion numbers = version.numbers();
    if (numbers.major() > MAX_MAJOR || numbers.minor() > MAX_PART || numbers.patch() > MAX_PART) {
      throw SpellException.validation(
          "version",
          "Version %s is too high: the major is at most %d, minor and patch at most %d"
              .formatted(version, MAX_MAJOR, MAX_PART));
    }
  }

  /** The number of a version. */
  static int of(SchemaVersion version) {
    SemanticVersion numbers = version.numbers();
    return MARK
        | numbers.major() << 21
        | numbers.minor() << 11
        | numbers.patch() << 1
        | (version.preRelease().isEmpty() ? 1 : 0);
  }

  /** Whether a number of a record is a version of a schema. */
  static boolean isStamp(int schemaVersion) {
    return (schemaVersion & MARK) != 0;
  }

  /** The version of a number, for messages; a pre-release without its word. */
  static String text(int stamp) {
    return "%d.%d.%d%s"
        .formatted(
            stamp >> 21 & MAX_MAJOR,
            stamp >> 11 & MAX_PART,
            stamp >> 1 & MAX_PART,
            (stamp & 1) == 0 ? "-pre" : "");
  }
}
