package org.llmspell.state.backup;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Each chunk is a gzip member of its own (RFC 1952). */
final class DeflatePacker implements Packer {
  private final int level;

  DeflatePacker(int level) {
    this.level = level;
  }

  @Override
  public byte[] pack(byte[] raw, int length) {
    var packed = new ByteArrayOutputStream(length / 2 + 64);
    try (var out = new LevelStream(packed, level)) {
      out.write(raw, 0, length);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // an array does not fail
    }
    return packed.toByteArray();
  }

  @Override
  public byte[] unpack(byte[] packed, int rawLength) {
    try (var in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
      byte[] raw = in.readNBytes(rawLength);
      if (raw.length != rawLength || in.read() >= 0) {
        throw new IllegalArgumentException("the unpacked length is wrong");
      }
      return raw;
    } catch (IOException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private static final class LevelStream extends GZIPOutputStream {
    LevelStream(ByteArrayOutputStream out, int level) throws IOException {
      super(out, 1 << 14);
      def.setLevel(level);
    }
  }
}
