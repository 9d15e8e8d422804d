package org.llmspell.core.component;

import java.util.Comparator;

/**
 * A version: major, minor, patch. Two versions are compatible when their majors are equal.
 *
 * @param major changes that break users
 * @param minor additions
 * @param patch corrections
 */
public record SemanticVersion(int major, int minor, int patch)
    implements Comparable<SemanticVersion> {

  private static final Comparator<SemanticVersion> ORDER =
      Comparator.comparingInt(SemanticVersion::major)
          .thenComparingInt(SemanticVersion::minor)
          .thenComparingInt(SemanticVersion::patch);

  /** The version that a component has when it names none: 0.1.0. */
  public static final SemanticVersion INITIAL = new SemanticVersion(0, 1, 0);

  /** Refuses negative parts. */
  public SemanticVersion {
    if (major < 0 || minor < 0 || patch < 0) {
      throw new IllegalArgumentException(
          "A version has no negative parts: " + major + "." + minor + "." + patch);
    }
  }

  /**
   * Reads {@code major[.minor[.patch[.qualifier]]]}; missing parts are 0, the qualifier (also after
   * a hyphen) is dropped.
   *
   * @throws IllegalArgumentException when the text is no version
   */
  public static SemanticVersion parse(String text) {
    String[] parts = text.strip().split("[.\\-+]", 4);
    try {
      return new SemanticVersion(part(parts, 0), part(parts, 1), part(parts, 2));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "'" + text + "' is no version; write it as major.minor.patch, for example 1.2.3", e);
    }
  }

  private static int part(String[] parts, int index) {
    return index < parts.length ? Integer.parseInt(parts[index]) : 0;
  }

  /** Whether users of the other version can use this one. */
  public boolean isCompatibleWith(SemanticVersion other) {
    return major == other.major;
  }

  @Override
  public int compareTo(SemanticVersion other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return major + "." + minor + "." + patch;
  }
}
