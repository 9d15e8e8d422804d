package org.llmspell.state.backup;

/** What a file holds. */
enum FileKind {
  /** The whole state. */
  FULL(1),
  /** What differs from the parent. */
  INCREMENTAL(2),
  /** What a restore changes, forwards and backwards. */
  PLAN(3);

  final int code;

  FileKind(int code) {
    this.code = code;
  }

  static FileKind of(int code, Object file) {
    for (FileKind kind : values()) {
      if (kind.code == code) {
        return kind;
      }
    }
    throw Damage.in(file, "it is of the unknown kind %d".formatted(code), null);
  }
}
