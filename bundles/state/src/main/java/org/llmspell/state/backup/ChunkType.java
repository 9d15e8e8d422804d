package org.llmspell.state.backup;

/** What a chunk holds. */
enum ChunkType {
  /** Records: entries of the state, or changes of it. */
  DATA(1),
  /** Keys and hashes of all entries that the state had. */
  INDEX(2),
  /** The changes that take a restore back. */
  UNDO(3),
  /** The last chunk: the totals. */
  END(4);

  final int code;

  ChunkType(int code) {
    this.code = code;
  }

  static ChunkType of(int code, Object file) {
    for (ChunkType type : values()) {
      if (type.code == code) {
        return type;
      }
    }
    throw Damage.in(file, "it has a chunk of the unknown type %d".formatted(code), null);
  }
}
