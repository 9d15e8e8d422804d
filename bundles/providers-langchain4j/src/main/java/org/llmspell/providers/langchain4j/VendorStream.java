package org.llmspell.providers.langchain4j;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.PartialToolCall;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import java.time.Duration;
import java.util.HashSet;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.model.ModelChunk;
import org.llmspell.core.model.ModelName;
import org.llmspell.core.model.ModelStream;

/**
 * A stream of a vendor: a thread reads and a bounded queue hands over, so a slow reader slows the
 * vendor. Closing ends the thread and the connection.
 */
final class VendorStream implements ModelStream, StreamingChatResponseHandler {
  private static final int QUEUE = 256;
  private static final Duration END = Duration.ofSeconds(5);

  /** A piece, a failure, or the end without either. */
  private record Item(@Nullable ModelChunk chunk, @Nullable RuntimeException failure) {}

  private final ModelName name;
  private final CallHttpClient client;
  private final Function<Throwable, RuntimeException> translator;
  private final Supplier<RuntimeException> cutOff;
  private final BlockingQueue<Item> queue = new ArrayBlockingQueue<>(QUEUE);
  private final Set<Integer> begun = new HashSet<>();
  private final long start = System.nanoTime();
  private final Thread thread;
  private @Nullable Duration firstToken;
  private volatile boolean closed;
  private boolean settled;
  private boolean ended;
  private @Nullable ModelChunk next;

  VendorStream(
      ModelName name,
      CallHttpClient client,
      Consumer<StreamingChatResponseHandler> request,
      Function<Throwable, RuntimeException> translator,
      Supplier<RuntimeException> cutOff) {
    this.name = name;
    this.client = client;
    this.translator = translator;
    this.cutOff = cutOff;
    this.thread = Thread.ofVirtual().name("llmspell-stream").start(() -> read(request));
  }

  private void read(Consumer<StreamingChatResponseHandler> request) {
    try {
      request.accept(this);
      if (!settled) {
        RuntimeException failure = client.failure();
        fail(failure != null ? failure : cutOff.get());
      }
    } catch (RuntimeException | LinkageError e) {
      if (!settled) {
        fail(translator.apply(e));
      }
    }
  }

  private void fail(RuntimeException failure) {
    settled = true;
    put(new Item(null, failure));
  }

  private void put(Item item) {
    try {
      queue.put(item);
    } catch (InterruptedException e) {
      // Only closing interrupts: nobody waits for this piece any more.
      Thread.currentThread().interrupt();
    }
  }

  private void piece(ModelChunk chunk) {
    if (firstToken == null) {
      firstToken = Duration.ofNanos(System.nanoTime() - start);
    }
    if (!closed && !settled) {
      put(new Item(chunk, null));
    }
  }

  @Override
  public void onPartialResponse(String text) {
    if (!text.isEmpty()) {
      piece(new ModelChunk.Text(text));
    }
  }

  @Override
  public void onPartialToolCall(PartialToolCall call) {
    begun.add(call.index());
    piece(
        new ModelChunk.ToolCallDelta(
            call.index(),
            Objects.requireNonNullElse(call.id(), ""),
            Objects.requireNonNullElse(call.name(), ""),
            Objects.requireNonNullElse(call.partialArguments(), "")));
  }

  /** Vendors that do not send calls in pieces send them whole. */
  @Override
  public void onCompleteToolCall(CompleteToolCall call) {
    if (begun.add(call.index())) {
      var request = call.toolExecutionRequest();
      piece(
          new ModelChunk.ToolCallDelta(
              call.index(),
              FromVendor.id(request, call.index()),
              Objects.requireNonNullElse(request.name(), ""),
              FromVendor.arguments(request)));
    }
  }

  @Override
  public void onCompleteResponse(ChatResponse response) {
    if (settled) {
      return;
    }
    if (response.finishReason() == null && response.aiMessage().toolExecutionRequests().isEmpty()) {
      RuntimeException failure = client.failure();
      fail(failure != null ? failure : cutOff.get());
      return;
    }
    ModelChunk done = new ModelChunk.Done(FromVendor.reply(response, name, firstToken, start));
    settled = true;
    put(new Item(done, null));
  }

  @Override
  public void onError(Throwable error) {
    if (!settled) {
      fail(translator.apply(error));
    }
  }

  @Override
  public boolean hasNext() {
    if (next == null && !ended) {
      next = take();
    }
    return next != null;
  }

  private ModelChunk take() {
    Item item;
    try {
      item = closed ? null : queue.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      close();
      throw cancelled("its thread was interrupted");
    }
    if (closed || item == null) {
      throw cancelled("its stream was closed");
    }
    RuntimeException failure = item.failure;
    if (failure != null) {
      ended = true;
      close();
      throw failure;
    }
    ModelChunk chunk = Objects.requireNonNull(item.chunk);
    if (chunk instanceof ModelChunk.Done) {
      ended = true;
    }
    return chunk;
  }

  private CancellationException cancelled(String why) {
    return new CancellationException("The request to %s was cancelled: %s".formatted(name, why));
  }

  @Override
  public ModelChunk next() {
    if (!hasNext()) {
      throw new NoSuchElementException("The stream has ended");
    }
    ModelChunk chunk = Objects.requireNonNull(next);
    next = null;
    return chunk;
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    boolean own = Thread.currentThread() == thread;
    if (!ended) {
      client.close();
      thread.interrupt();
    }
    // Whoever waits for a piece finds out.
    queue.offer(new Item(null, cancelled("its stream was closed")));
    if (!own) {
      join();
    }
  }

  /** The thread ends at once: its connection is closed, or its work done. */
  private void join() {
    boolean interrupted = Thread.interrupted();
    try {
      if (!thread.join(END)) {
        System.getLogger("llmspell.providers")
            .log(System.Logger.Level.WARNING, "A stream of {0} does not end", name);
      }
    } catch (InterruptedException e) {
      interrupted = true;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
