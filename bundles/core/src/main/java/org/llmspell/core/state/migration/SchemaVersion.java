package org.llmspell.core.state.migration;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.llmspell.core.component.SemanticVersion;
import org.llmspell.core.error.SpellException;

/**
 * The version of a schema: {@code major.minor.patch[-pre][+build]}. A pre-release comes before its
 * release; the build does not count, neither for the order nor for equality.
 *
 * @param numbers major, minor and patch
 * @param preRelease what follows the hyphen; empty for a release
 * @param build what follows the plus sign; empty when there is none
 */
public record SchemaVersion(SemanticVersion numbers, String preRelease, String build)
    implements Comparable<SchemaVersion> {

  private static final Pattern FORM =
      Pattern.compile(
          "(\\d{1,9})\\.(\\d{1,9})\\.(\\d{1,9})(?:-([0-9A-Za-z.-]+))?(?:\\+([0-9A-Za-z.-]+))?");
  private static final Comparator<SchemaVersion> ORDER =
      Comparator.comparing(SchemaVersion::numbers)
          .thenComparing(version -> version.preRelease.isEmpty())
          .thenComparing(SchemaVersion::preRelease, SchemaVersion::comparePreReleases);

  /** A release. */
  public static SchemaVersion of(int major, int minor, int patch) {
    return new SchemaVersion(new SemanticVersion(major, minor, patch), "", "");
  }

  /**
   * Reads a version; it has exactly three numbers.
   *
   * @throws SpellException of kind Validation when the text is no version
   */
  public static SchemaVersion parse(String text) {
    Matcher form = FORM.matcher(text.strip());
    if (!form.matches()) {
      throw SpellException.validation(
          "version",
          "Invalid version '%s': write it as major.minor.patch, for example 1.2.0".formatted(text));
    }
    String pre = form.group(4);
    String build = form.group(5);
    return new SchemaVersion(
        new SemanticVersion(
            Integer.parseInt(form.group(1)),
            Integer.parseInt(form.group(2)),
            Integer.parseInt(form.group(3))),
        pre == null ? "" : pre,
        build == null ? "" : build);
  }

  /** The first number. */
  public int major() {
    return numbers.major();
  }

  /** Whether it can stand in for the other one: same major, and not older. */
  public boolean isCompatibleWith(SchemaVersion other) {
    return major() == other.major() && compareTo(other) >= 0;
  }

  /** Whether it breaks what relies on the other one: a greater major. */
  public boolean isBreakingAfter(SchemaVersion other) {
    return major() > other.major();
  }

  /** Whether it comes after the other one. */
  public boolean isAfter(SchemaVersion other) {
    return compareTo(other) > 0;
  }

  private static int comparePreReleases(String a, String b) {
    String[] mine = a.split("\\.", -1);
    String[] others = b.split("\\.", -1);
    for (int i = 0; i < Math.min(mine.length, others.length); i++) {
      int order = compareWords(mine[i], others[i]);
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(mine.length, others.length);
  }

  /** Numbers by value and before words; words by their letters (semver.org, rule 11). */
  private static int compareWords(String a, String b) {
    boolean number = a.matches("\\d{1,18}");
    boolean otherNumber = b.matches("\\d{1,18}");
    if (number && otherNumber) {
      return Long.compare(Long.parseLong(a), Long.parseLong(b));
    }
    return number == otherNumber ? a.compareTo(b) : number ? -1 : 1;
  }

  @Override
  public int compareTo(SchemaVersion other) {
    return ORDER.compare(this, other);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SchemaVersion version && compareTo(version) == 0;
  }

  @Override
  public int hashCode() {
    return numbers.hashCode() * 31 + preRelease.hashCode();
  }

  @Override
  public String toString() {
    return numbers
        + (preRelease.isEmpty() ? "" : "-" + preRelease)
        + (build.isEmpty() ? "" : "+" + build);
  }
}
