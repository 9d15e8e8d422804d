package org.llmspell.verify;

/**
 * An entry of a zip, as both its headers tell it.
 *
 * @param name the name
 * @param flags general purpose flags
 * @param method 0 stored, 8 deflated
 * @param crc CRC-32 of the content
 * @param packed size in the file, in bytes
 * @param size size of the content, in bytes
 * @param header where its local header is in the file
 * @param data where its content is in the file
 */
record ZipItem(
    String name, int flags, int method, long crc, long packed, long size, long header, long data) {

  boolean isFolder() {
    return name.endsWith("/");
  }

  boolean hasDescriptor() {
    return (flags & ZipLayout.DESCRIPTOR) != 0;
  }

  /** Where the content ends in the file. */
  long end() {
    return data + packed;
  }

  ZipItem at(long where) {
    return new ZipItem(name, flags, method, crc, packed, size, header, where);
  }
}
