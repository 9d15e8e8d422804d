package org.llmspell.deploy;

import java.time.Instant;
import java.util.Set;
import org.llmspell.core.plugin.Permission;

/**
 * One version of a plugin, as it lies in the store.
 *
 * @param version version of its bundle
 * @param sha256 of the jar, in hex; names the file
 * @param size of the jar in bytes
 * @param crc CRC-32 of the jar: quick enough to be checked at each start
 * @param installedAt when it became the active version
 * @param granted the permissions that it has because the operator agreed to them
 */
record Release(
    String version,
    String sha256,
    long size,
    long crc,
    Instant installedAt,
    Set<Permission> granted) {

  Release {
    granted = Set.copyOf(granted);
  }

  String fileName() {
    return sha256 + Store.JAR;
  }

  Release installed(Instant when) {
    return new Release(version, sha256, size, crc, when, granted);
  }
}
