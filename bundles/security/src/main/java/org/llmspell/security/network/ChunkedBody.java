package org.llmspell.security.network;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A body in chunks, RFC 9112 section 7.1. */
final class ChunkedBody extends FilterInputStream {
  private static final int MAX_TRAILERS = 100;

  private long left;
  private boolean first = true;
  private boolean done;

  ChunkedBody(InputStream in) {
    super(in);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (left == 0 && !done) {
      begin();
    }
    if (done) {
      return -1;
    }
    int n = in.read(buffer, offset, (int) Math.min(length, left));
    if (n < 0) {
      throw new IOException("The server has closed the connection before the end of the body");
    }
    left -= n;
    return n;
  }

  private void begin() throws IOException {
    if (!first && !Reply.line(in).isEmpty()) {
      throw new IOException("The server sends chunks that make no sense");
    }
    first = false;
    String size = Reply.line(in).replaceAll(";.*", "").strip();
    if (!size.matches("[0-9A-Fa-f]{1,15}")) {
      throw new IOException("The server sends chunks that make no sense");
    }
    left = Long.parseLong(size, 16);
    if (left == 0) {
      done = true;
      for (int i = 0; !Reply.line(in).isEmpty(); i++) {
        if (i > MAX_TRAILERS) {
          throw new IOException("The server sends trailers without end");
        }
      }
    }
  }
}
