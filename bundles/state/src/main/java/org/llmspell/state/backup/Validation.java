package org.llmspell.state.backup;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.state.backup.BackupInfo;
import org.llmspell.core.state.backup.BackupValidation;

/** Looks through a backup and all that it builds on. For one thread. */
final class Validation {
  private final Workshop shop;
  private final Pulse pulse;
  private final Instant now;
  private final List<String> errors = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private boolean checksumValid = true;
  private boolean integrityValid = true;

  Validation(Workshop shop, Pulse pulse, Instant now) {
    this.shop = shop;
    this.pulse = pulse;
    this.now = now;
  }

  BackupValidation run(String id) {
    Chain chain = chain(id);
    if (chain != null) {
      pulse.phase("verifying checksums", -1);
      try {
        chain.verify(pulse);
      } catch (SpellException e) {
        checksumValid = false;
        errors.add("Checksum verification failed: " + e.message());
      }
      pulse.end();
      walk(chain);
      hint(chain);
    }
    return new BackupValidation(
        id, errors.isEmpty(), checksumValid, integrityValid, errors, warnings, now);
  }

  private @Nullable Chain chain(String id) {
    BackupInfo info;
    try {
      info = shop.folder().require(id);
    } catch (SpellException e) {
      if (e.kind() instanceof org.llmspell.core.error.ErrorKind.Validation) {
        throw e; // there is no such backup
      }
      fail("Failed to load metadata: " + e.message());
      return null;
    }
    try {
      return Chain.of(shop.folder(), info);
    } catch (SpellException e) {
      fail("Data integrity check failed: " + e.message());
      return null;
    }
  }

  private void fail(String error) {
    checksumValid = false;
    integrityValid = false;
    errors.add(error);
  }

  private void walk(Chain chain) {
    pulse.phase("reading", chain.last().entryCount());
    long entries = 0;
    try (Cursor state = chain.open(shop.keys())) {
      while (state.next()) {
        entries++;
        pulse.step();
      }
      if (entries != chain.last().entryCount()) {
        integrityValid = false;
        errors.add(
            "Data integrity check failed: %d entries instead of %d"
                .formatted(entries, chain.last().entryCount()));
      }
    } catch (SpellException e) {
      integrityValid = false;
      errors.add("Data integrity check failed: " + e.message());
    }
    pulse.end();
  }

  private void hint(Chain chain) {
    int length = chain.backups().size();
    if (length > shop.settings().maxChain() / 2 && length > 2) {
      warnings.add(
          "It needs %d files; the loss of one of them is the loss of it".formatted(length));
    }
  }
}
