package org.llmspell.state.backup;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** The steps by which files change, apart so that tests can let each of them fail. */
interface Disk {

  /** The file system. */
  Disk REAL =
      new Disk() {
        @Override
        public OutputStream create(Path file) throws IOException {
          // No channel: an interrupt of the thread would close it.
          return new FileOutputStream(file.toFile());
        }

        @Override
        public void sync(OutputStream out) throws IOException {
          ((FileOutputStream) out).getFD().sync();
        }

        @Override
        public void move(Path from, Path to) throws IOException {
          Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }

        @Override
        public void delete(Path file) throws IOException {
          Files.deleteIfExists(file);
        }

        @Override
        public void syncFolder(Path folder) throws IOException {
          if (System.getProperty("os.name", "").startsWith("Windows")) {
            return; // folders can not be opened there; a rename is durable without
          }
          boolean interrupted = Thread.interrupted(); // it would close the channel
          try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
          } finally {
            if (interrupted) {
              Thread.currentThread().interrupt();
            }
          }
        }
      };

  /** A new, empty file to write to. */
  OutputStream create(Path file) throws IOException;

  /** Makes what was written to a file of {@link #create} survive the loss of power. */
  void sync(OutputStream out) throws IOException;

  /** Gives a file another name, at once. */
  void move(Path from, Path to) throws IOException;

  /** Deletes a file that may be missing. */
  void delete(Path file) throws IOException;

  /** Makes names of files survive the loss of power. */
  void syncFolder(Path folder) throws IOException;
}
