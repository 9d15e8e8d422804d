package org.llmspell.lua.lib;

/** The names of chunks, as messages show them. */
public final class ChunkNames {
  private static final int MAX_LENGTH = 60;
  private static final String CODE = "[string \"%s\"]";

  private ChunkNames() {}

  /**
   * What stands behind {@code @} or {@code =}; for a chunk that is named by its own code, the
   * beginning of the first line.
   */
  public static String shown(String name) {
    if (name.startsWith("@") || name.startsWith("=")) {
      return name.substring(1);
    }
    int end = name.indexOf('\n');
    String line = end < 0 ? name : name.substring(0, end);
    int room = MAX_LENGTH - CODE.length() - 3;
    if (end < 0 && line.length() <= room) {
      return CODE.formatted(line);
    }
    return CODE.formatted(line.substring(0, Math.min(room, line.length())) + "...");
  }
}
