package org.llmspell.state.backup;

import java.util.Locale;
import org.llmspell.core.error.SpellException;

/** How the chunks of a file are compressed. */
enum Compression {
  NONE(0),
  GZIP(1),
  ZSTD(2),
  LZ4(3);

  private static final String SUPPORTED = "none, gzip, zstd and lz4";

  /** How it is written in files. */
  final int code;

  Compression(int code) {
    this.code = code;
  }

  /** The name in settings and metadata: lower case. */
  String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The one that a setting names. */
  static Compression parse(String name, String setting) {
    for (Compression known : values()) {
      if (known.text().equalsIgnoreCase(name.strip())) {
        return known;
      }
    }
    throw SpellException.configuration(
        "%s is '%s', which is not supported; choose one of %s".formatted(setting, name, SUPPORTED),
        null);
  }

  /** The one that a file uses. */
  static Compression of(int code, Object file) {
    for (Compression known : values()) {
      if (known.code == code) {
        return known;
      }
    }
    throw Damage.in(file, "it uses the unknown compression %d".formatted(code), null);
  }

  /** What packs and unpacks with it. */
  Packer packer(int level) {
    return switch (this) {
      case NONE -> Packer.NONE;
      case GZIP -> new DeflatePacker(level);
      case ZSTD -> new ZstdPacker(level);
      case LZ4 -> new Lz4Packer(level);
    };
  }
}
