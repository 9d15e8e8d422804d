package org.llmspell.providers.langchain4j;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;

/** The lines of a stream, each changed as soon as it is complete. */
final class RewrittenLines extends FilterInputStream {
  private static final int MAX_LINE = 16 << 20;

  private final UnaryOperator<String> change;
  private byte[] line = new byte[0];
  private int at;

  RewrittenLines(InputStream in, UnaryOperator<String> change) {
    super(new BufferedInputStream(in));
    this.change = change;
  }

  /** Whether there is something left; waits for a line. */
  private boolean fill() throws IOException {
    while (at == line.length) {
      var next = new ByteArrayOutputStream();
      int b = in.read();
      while (b >= 0 && b != '\n') {
        next.write(b);
        if (next.size() > MAX_LINE) {
          throw new IOException("a line of the answer is longer than %d bytes".formatted(MAX_LINE));
        }
        b = in.read();
      }
      if (b < 0 && next.size() == 0) {
        return false;
      }
      String changed = change.apply(next.toString(StandardCharsets.UTF_8));
      line = (b < 0 ? changed : changed + "\n").getBytes(StandardCharsets.UTF_8);
      at = 0;
    }
    return true;
  }

  @Override
  public int read() throws IOException {
    return fill() ? line[at++] & 0xFF : -1;
  }

  @Override
  public int read(byte[] to, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int count = Math.min(length, line.length - at);
    System.arraycopy(line, at, to, offset, count);
    at += count;
    return count;
  }

  /** What can be read without waiting. */
  @Override
  public int available() {
    return line.length - at;
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
