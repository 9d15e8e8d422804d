package org.llmspell.state.backup;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.llmspell.state.store.StateSettings;

/** The numbers of the keys of the store that backups are encrypted with. */
public final class BackupKeyNumbers {
  private BackupKeyNumbers() {}

  /**
   * Those of all backups in the folder of the settings.
   *
   * @throws org.llmspell.core.error.SpellException of kind Storage when a backup is damaged, or one
   *     is being made
   */
  public static Set<Integer> of(StateSettings settings) {
    Path path = BackupSettings.of(settings).folder();
    Set<Integer> numbers = new TreeSet<>();
    if (Files.isDirectory(path)) {
      var folder = new BackupFolder(path, Disk.REAL);
      try (BackupFolder.Held _ = folder.lock()) {
        folder
            .ids()
            .forEach(id -> StoreKeys.keyNumber(lock(folder.data(id))).ifPresent(numbers::add));
      }
    }
    return numbers;
  }

  private static byte[] lock(Path file) {
    try (var in =
        new DataInputStream(new BufferedInputStream(new FileInputStream(file.toFile()), 512))) {
      return FileHeader.read(in, file.getFileName()).lock();
    } catch (FileNotFoundException _) {
      return new byte[0]; // nothing left to decrypt
    } catch (IOException e) {
      throw Damage.io("read", file, e);
    }
  }
}
