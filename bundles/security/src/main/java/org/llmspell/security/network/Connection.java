package org.llmspell.security.network;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.context.Cancellation;
import org.llmspell.core.security.guard.NetworkTarget;

/**
 * A socket to an address that was checked. While it waits for data it looks now and then whether it
 * should stop: an interrupt alone does not wake a thread that reads.
 */
final class Connection extends Socket {
  private static final int LOOK_MILLIS = 200;

  private final Cancellation cancellation;
  private @Nullable InputStream input;

  private Connection(Cancellation cancellation) {
    this.cancellation = cancellation;
  }

  /** Connects to the first address that answers. */
  static Connection open(NetworkTarget target, Duration timeout, Cancellation cancellation)
      throws IOException {
    long end = System.nanoTime() + timeout.toNanos();
    IOException last = null;
    for (InetAddress address : target.addresses()) {
      long left = (end - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        break;
      }
      var socket = new Connection(cancellation);
      try {
        socket.connect(
            new InetSocketAddress(address, target.port()), (int) Math.min(left, 600_000));
        return socket;
      } catch (IOException e) {
        socket.close();
        last = e;
      }
    }
    throw last != null
        ? failure(target, last)
        : new SocketTimeoutException(
            "%s:%d did not answer in %d ms"
                .formatted(target.host(), target.port(), timeout.toMillis()));
  }

  private static IOException failure(NetworkTarget target, IOException cause) {
    return cause instanceof SocketTimeoutException
        ? cause
        : new IOException(
            "%s:%d can not be reached: %s"
                .formatted(target.host(), target.port(), cause.getMessage()),
            cause);
  }

  @Override
  public synchronized InputStream getInputStream() throws IOException {
    if (input == null) {
      super.setSoTimeout(LOOK_MILLIS);
      input = new Patient(super.getInputStream());
    }
    return input;
  }

  private volatile int userTimeout;

  @Override
  public void setSoTimeout(int timeout) {
    userTimeout = timeout;
  }

  @Override
  public int getSoTimeout() {
    return userTimeout;
  }

  /** Reads on after each look. */
  private final class Patient extends FilterInputStream {
    Patient(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      long start = System.nanoTime();
      while (true) {
        try {
          return in.read(buffer, offset, length);
        } catch (SocketTimeoutException e) {
          look(start, e);
        }
      }
    }

    private void look(long start, SocketTimeoutException e) throws IOException {
      if (Thread.currentThread().isInterrupted() || cancellation.isCancelled()) {
        close();
        throw (IOException) new InterruptedIOException("The exchange was cancelled").initCause(e);
      }
      int limit = userTimeout;
      if (limit > 0 && System.nanoTime() - start >= limit * 1_000_000L) {
        throw e;
      }
    }
  }
}
