package org.llmspell.security.files;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import org.llmspell.security.policy.Usage;

/** Writes a file up to a limit, and counts. */
final class MeteredOutput extends OutputStream {
  private final OutputStream out;
  private final String name;
  private final long max;
  private final Usage usage;
  private long count;

  MeteredOutput(SeekableByteChannel channel, String name, long start, long max, Usage usage) {
    this.out = Channels.newOutputStream(channel);
    this.name = name;
    this.count = start;
    this.max = max;
    this.usage = usage;
  }

  @Override
  public void write(int b) throws IOException {
    count(1);
    out.write(b);
  }

  @Override
  public void write(byte[] buffer, int offset, int length) throws IOException {
    count(length);
    out.write(buffer, offset, length);
  }

  private void count(int n) {
    if (count + n > max) {
      throw MeteredInput.tooLarge(name, count + n, max);
    }
    count += n;
    usage.fileBytes(n);
  }

  @Override
  public void flush() throws IOException {
    out.flush();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
