package org.llmspell.deploy;

import java.io.IOException;
import java.nio.file.Path;

/**
 * What the store does to the disk, one durable step each. A seam: tests end the process between any
 * two steps.
 */
interface Disk {

  /**
   * What was copied.
   *
   * @param sha256 in hex
   * @param size in bytes
   * @param crc CRC-32
   */
  record Copied(String sha256, long size, long crc) {}

  /** Makes the folder and its parents. */
  void makeFolder(Path folder) throws IOException;

  /** Writes a new file; returns when it is on the disk. */
  void write(Path file, byte[] content) throws IOException;

  /** Copies a file to a new one; returns when it is on the disk. */
  Copied copy(Path from, Path to) throws IOException;

  /** Gives the file another name, in one step, in place of a file that has it. */
  void replace(Path from, Path to) throws IOException;

  /** Deletes a file, or a folder with all that is in it; does nothing when there is none. */
  void delete(Path path) throws IOException;
}
