package org.llmspell.providers.langchain4j;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The body of a reply, read piece by piece. Unlike that of the JDK it does not wait for ever for
 * the next one. Only what is read is asked for, so a slow reader slows the sender.
 */
final class PieceBody extends InputStream implements BodySubscriber<InputStream> {

  /** What arrives: data, a failure, or the end. */
  private record Piece(List<ByteBuffer> data, @Nullable Throwable failure, boolean last) {}

  private final Duration patience;
  private final BlockingQueue<Piece> pieces = new LinkedBlockingQueue<>();
  private final CompletableFuture<Subscription> subscription = new CompletableFuture<>();
  private List<ByteBuffer> current = List.of();
  private int index;
  private boolean ended;

  /**
   * A body.
   *
   * @param patience how long a read waits
   */
  PieceBody(Duration patience) {
    this.patience = patience;
  }

  @Override
  public CompletionStage<InputStream> getBody() {
    return CompletableFuture.completedStage(this);
  }

  @Override
  public void onSubscribe(Subscription given) {
    if (subscription.complete(given)) {
      given.request(1);
    } else {
      given.cancel();
    }
  }

  @Override
  public void onNext(List<ByteBuffer> item) {
    pieces.add(new Piece(item, null, false));
  }

  @Override
  public void onError(Throwable failure) {
    pieces.add(new Piece(List.of(), failure, true));
  }

  @Override
  public void onComplete() {
    pieces.add(new Piece(List.of(), null, true));
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] to, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, to.length);
    if (length == 0) {
      return 0;
    }
    while (true) {
      if (index < current.size()) {
        ByteBuffer buffer = current.get(index);
        if (buffer.hasRemaining()) {
          int count = Math.min(length, buffer.remaining());
          buffer.get(to, offset, count);
          return count;
        }
        index++;
      } else if (ended) {
        return -1;
      } else {
        await();
      }
    }
  }

  private void await() throws IOException {
    Piece piece;
    try {
      piece = pieces.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      var interrupted = new InterruptedIOException("the thread was interrupted");
      interrupted.initCause(e);
      throw interrupted;
    }
    if (piece == null) {
      throw new HttpTimeoutException("nothing came for %d ms".formatted(patience.toMillis()));
    }
    Throwable failure = piece.failure;
    if (failure != null) {
      ended = true;
      throw new IOException("the connection was cut", failure);
    }
    ended = piece.last;
    current = piece.data;
    index = 0;
    if (!ended) {
      subscription.join().request(1);
    }
  }

  /** Gives the rest up. A reader that waits gets an error. */
  @Override
  public void close() {
    if (subscription.isDone()) {
      subscription.join().cancel();
    } else {
      subscription.cancel(false);
    }
    pieces.add(new Piece(List.of(), new IOException("it was closed"), true));
  }
}
