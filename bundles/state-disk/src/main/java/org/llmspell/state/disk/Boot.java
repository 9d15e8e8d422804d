package org.llmspell.state.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** Tells one start of the machine from another, so that a loss of power is no damage. */
public final class Boot {
  private static final Path ID = Path.of("/proc/sys/kernel/random/boot_id");

  private Boot() {}

  /** A number for this start of the machine; zero where there is none to have. */
  public static long current() {
    if (!Files.isReadable(ID)) {
      return 0;
    }
    try {
      UUID id = UUID.fromString(Files.readString(ID).strip());
      return id.getMostSignificantBits() ^ id.getLeastSignificantBits();
    } catch (IOException | IllegalArgumentException e) {
      // Only makes the check of an unclean store more lenient.
      return 0;
    }
  }

  /** Whether the machine may have lost what was not synced since then. */
  public static boolean mayHaveLostPower(long then) {
    return then == 0 || then != current();
  }
}
