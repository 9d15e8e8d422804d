package org.llmspell.deploy;

import java.util.Comparator;
import java.util.Locale;
import org.osgi.framework.Version;

/**
 * Orders versions as people mean them: OSGi puts {@code 1.0.0.SNAPSHOT} above {@code 1.0.0}, here a
 * snapshot, milestone or candidate comes before its release.
 */
final class VersionOrder implements Comparator<Version> {
  static final VersionOrder ORDER = new VersionOrder();

  private static final String BEFORE_RELEASE =
      "snapshot.*|alpha.*|beta.*|milestone.*|(m|rc|cr)[-.]?\\d.*|rc|cr";

  @Override
  public int compare(Version a, Version b) {
    return Comparator.comparingInt(Version::getMajor)
        .thenComparingInt(Version::getMinor)
        .thenComparingInt(Version::getMicro)
        .thenComparingInt(VersionOrder::rank)
        .thenComparing(Version::getQualifier)
        .compare(a, b);
  }

  private static int rank(Version version) {
    String qualifier = version.getQualifier().toLowerCase(Locale.ROOT);
    if (qualifier.isEmpty()) {
      return 1;
    }
    return qualifier.matches(BEFORE_RELEASE) ? 0 : 2;
  }
}
