package org.llmspell.security.files;

import java.nio.file.Path;

/**
 * A path that was checked.
 *
 * @param given as it was given, for messages
 * @param real the path without links in it
 * @param anchor the folder that everything below is reached from, without links in it; the root of
 *     the file system when there is no boundary
 * @param bounded whether there is a boundary
 */
record Located(String given, Path real, Path anchor, boolean bounded) {

  /** The folder that the file is in. */
  Path folder() {
    Path parent = real.getParent();
    return parent == null ? real : parent;
  }

  /** Its name in that folder. */
  Path name() {
    Path name = real.getFileName();
    return name == null ? Path.of(".") : name;
  }

  /** Where something below it is. */
  Located child(Path name) {
    return new Located(given, real.resolve(name), anchor, bounded);
  }
}
