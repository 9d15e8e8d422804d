package org.llmspell.security.network;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.UnaryOperator;
import org.llmspell.core.error.SpellException;

/** A body that must not be too large, and whose failures are explained. */
final class BoundedBody extends FilterInputStream {
  private final long max;
  private final UnaryOperator<IOException> explain;
  private long count;

  BoundedBody(InputStream in, long max, UnaryOperator<IOException> explain) {
    super(in);
    this.max = max;
    this.explain = explain;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int n;
    try {
      n = in.read(buffer, offset, length);
    } catch (IOException e) {
      throw explain.apply(e);
    }
    count += Math.max(n, 0);
    if (count > max) {
      throw SpellException.resourceLimit("reply_size", max, count);
    }
    return n;
  }
}
