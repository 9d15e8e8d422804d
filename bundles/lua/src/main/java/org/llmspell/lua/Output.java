package org.llmspell.lua;

import java.io.IOException;
import java.io.OutputStream;
import org.luaj.vm2.LuaError;

/**
 * Standard output of a script: collects what is printed, and passes it on when there is much, when
 * some time has gone by, and when the script waits or ends.
 */
final class Output extends OutputStream {
  private static final long MAX_AGE_NANOS = 20_000_000;

  private final OutputStream target;
  private final byte[] buffer = new byte[8_192];
  private int length;
  private long since;

  Output(OutputStream target) {
    this.target = target;
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int count) {
    if (length + count > buffer.length) {
      flush();
    }
    if (count > buffer.length) {
      send(bytes, offset, count);
      return;
    }
    if (length == 0) {
      since = System.nanoTime();
    }
    System.arraycopy(bytes, offset, buffer, length, count);
    length += count;
  }

  /** Passes on what has been waiting for a while. */
  void flushSometimes() {
    if (length > 0 && System.nanoTime() - since > MAX_AGE_NANOS) {
      flush();
    }
  }

  @Override
  public void flush() {
    int count = length;
    length = 0;
    send(buffer, 0, count);
  }

  private void send(byte[] bytes, int offset, int count) {
    try {
      target.write(bytes, offset, count);
      target.flush();
    } catch (IOException e) {
      throw new LuaError("standard output can not be written");
    }
  }
}
