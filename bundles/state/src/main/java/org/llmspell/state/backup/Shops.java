package org.llmspell.state.backup;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;
import org.llmspell.state.store.OpenStore;
import org.llmspell.state.store.StateSettings;

/** Makes workshops, and keeps what should be there once. Safe to share between threads. */
final class Shops {
  private static final int ITERATIONS = 600_000;
  private static final String VARIABLE = "LLMSPELL_BACKUP_PASSPHRASE";

  private final Disk disk;
  private final UnaryOperator<@Nullable String> environment;
  private final Map<Path, BackupFolder> folders = new ConcurrentHashMap<>();
  private final Map<String, PassphraseKeys> passphrases = new ConcurrentHashMap<>();

  Shops(Disk disk, UnaryOperator<@Nullable String> environment) {
    this.disk = disk;
    this.environment = environment;
  }

  /** A workshop; one without a store can not open files that need its keys. */
  Workshop shop(BackupSettings settings, StateSettings values, @Nullable OpenStore store) {
    StoreKeys ofStore = store == null ? null : store.keys().map(StoreKeys::new).orElse(null);
    return new Workshop(
        settings,
        folders.computeIfAbsent(settings.folder(), path -> new BackupFolder(path, disk)),
        new BackupKeys(passphrase(values), ofStore, store != null && store.isEncrypting()),
        disk);
  }

  private @Nullable PassphraseKeys passphrase(StateSettings values) {
    String variable = values.text("backup.passphrase_env").orElse("");
    String passphrase = environment.apply(variable.isEmpty() ? VARIABLE : variable);
    if (passphrase != null && !passphrase.isEmpty()) {
      return passphrases.computeIfAbsent(passphrase, text -> new PassphraseKeys(text, ITERATIONS));
    }
    if (!variable.isEmpty()) {
      throw SpellException.configuration(
          "Setting 'runtime.state_persistence.backup.passphrase_env' names the environment variable %s, which is not set"
              .formatted(variable),
          null);
    }
    return null;
  }
}
