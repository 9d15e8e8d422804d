package org.llmspell.security.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import org.llmspell.core.error.SpellException;
import org.llmspell.security.policy.Usage;

/** Reads a file up to a limit, and counts. A file that grows while it is read is no way around. */
final class MeteredInput extends InputStream {
  private final InputStream in;
  private final String name;
  private final long max;
  private final Usage usage;
  private long count;

  MeteredInput(SeekableByteChannel channel, String name, long max, Usage usage) {
    this.in = Channels.newInputStream(channel);
    this.name = name;
    this.max = max;
    this.usage = usage;
  }

  static SpellException tooLarge(String name, long size, long max) {
    return SpellException.validation(
        "path",
        "File size (%d bytes) exceeds maximum allowed size (%d bytes): %s"
            .formatted(size, max, name));
  }

  @Override
  public int read() throws IOException {
    int b = in.read();
    count(b < 0 ? 0 : 1);
    return b;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int n = in.read(buffer, offset, length);
    count(Math.max(n, 0));
    return n;
  }

  private void count(int n) {
    count += n;
    usage.fileBytes(n);
    if (count > max) {
      throw tooLarge(name, count, max);
    }
  }

  @Override
  public int available() throws IOException {
    return in.available();
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
