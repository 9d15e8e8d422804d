package org.llmspell.security.network;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A body of a length that was announced. */
final class FixedBody extends FilterInputStream {
  private long left;

  FixedBody(InputStream in, long length) {
    super(in);
    this.left = length;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (left == 0) {
      return -1;
    }
    int n = in.read(buffer, offset, (int) Math.min(length, left));
    if (n < 0) {
      throw new IOException("The server has closed the connection before the end of the body");
    }
    left -= n;
    return n;
  }
}
