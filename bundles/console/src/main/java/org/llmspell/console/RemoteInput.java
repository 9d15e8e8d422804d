package org.llmspell.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.ProtocolException;
import java.util.Objects;

/** The standard input of a client; asks for a piece when a command reads and none is there. */
final class RemoteInput extends InputStream {
  private final Outbox outbox;
  private byte[] piece = new byte[0];
  private int position;
  private boolean wanted; // a piece was asked for and has not come yet
  private boolean ended;

  RemoteInput(Outbox outbox) {
    this.outbox = outbox;
  }

  /** Takes the piece that was asked for; an empty one is the end. */
  synchronized void offer(byte[] bytes) throws ProtocolException {
    if (!wanted) {
      throw new ProtocolException("Input came that nobody has asked for");
    }
    wanted = false;
    piece = bytes;
    position = 0;
    ended = bytes.length == 0;
    notifyAll();
  }

  /** Nothing will come any more. */
  synchronized void end() {
    ended = true;
    notifyAll();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public synchronized int read(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    if (length == 0) {
      return 0;
    }
    try {
      while (position == piece.length && !ended) {
        ask();
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("Reading standard input was cancelled");
    }
    int count = Math.min(length, piece.length - position);
    if (count == 0) {
      return -1;
    }
    System.arraycopy(piece, position, bytes, offset, count);
    position += count;
    return count;
  }

  private void ask() throws IOException {
    if (!wanted) {
      wanted = true;
      outbox.put(Frame.of(Frame.WANT_INPUT));
    }
  }

  @Override
  public synchronized int available() {
    return piece.length - position;
  }
}
