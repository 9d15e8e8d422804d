package org.llmspell.console;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/** A stream of a command that goes to its client. */
final class RemoteOutput extends OutputStream {
  private final Outbox outbox;
  private final byte type;

  RemoteOutput(Outbox outbox, byte type) {
    this.outbox = outbox;
    this.type = type;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    for (int at = offset; at < offset + length; at += Frame.MAX_PIECE) {
      int end = Math.min(at + Frame.MAX_PIECE, offset + length);
      outbox.put(new Frame(type, Arrays.copyOfRange(bytes, at, end)));
    }
  }
}
