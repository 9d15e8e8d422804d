package org.llmspell.agents;

import java.time.Instant;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.llmspell.agents.loop.Sink;
import org.llmspell.core.AgentInput;
import org.llmspell.core.AgentOutput;
import org.llmspell.core.context.Cancellation;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.stream.AgentChunk;
import org.llmspell.core.stream.AgentStream;
import org.llmspell.core.stream.ChunkContent;
import org.llmspell.core.stream.ChunkMetadata;
import org.llmspell.core.stream.ControlMessage;

/**
 * The answer of a turn that runs on a thread of its own. The turn waits when its reader is slow;
 * closing the stream cancels it and waits for its end.
 */
@SuppressWarnings("NullAway") // compact constructors of records lose nullness in type arguments
final class LiveStream implements AgentStream, Sink {
  private static final int AHEAD = 256;
  private static final long LOOK_MILLIS = 50;

  /** Does the turn. */
  interface Work {
    /** Takes the turn in a context, with a sink. */
    AgentOutput run(ExecutionContext context, Sink sink);
  }

  private sealed interface Item {
    record Chunk(AgentChunk chunk) implements Item {}

    record Failure(RuntimeException error) implements Item {}

    record End() implements Item {}
  }

  private final String id = UUID.randomUUID().toString();
  private final BlockingQueue<Item> queue = new LinkedBlockingQueue<>(AHEAD);
  private final Cancellation stop;
  private final long start = System.nanoTime();
  private int written;
  private @Nullable Thread worker;
  private @Nullable Item next;
  private volatile boolean closed;

  private LiveStream(Cancellation stop) {
    this.stop = stop;
  }

  static LiveStream of(AgentInput input, ExecutionContext context, Work work) {
    var stop = context.cancellation().child();
    var stream = new LiveStream(stop);
    ExecutionContext from = input.context() == null ? context : input.context();
    stream.worker =
        Thread.ofVirtual()
            .name("agent stream")
            .start(() -> stream.work(from.withCancellation(stop), work));
    return stream;
  }

  private void work(ExecutionContext context, Work work) {
    Item last;
    try {
      send(new ChunkContent.Control(new ControlMessage.StreamStart(null, Map.of())), null);
      AgentOutput output = work.run(context, this);
      Integer tokens = output.metadata().tokenCount();
      send(
          new ChunkContent.Control(
              new ControlMessage.StreamEnd(
                  written + 1, tokens, (System.nanoTime() - start) / 1_000_000)),
          output);
      last = new Item.End();
    } catch (RuntimeException e) {
      last = new Item.Failure(e);
    }
    if (!closed) {
      try {
        queue.put(last);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt(); // closed just now: nobody reads it
      }
    }
  }

  private void send(ChunkContent content, @Nullable AgentOutput end) {
    var metadata =
        end == null
            ? ChunkMetadata.of(false)
            : new ChunkMetadata(true, end.metadata().tokenCount(), end.metadata().model(), null);
    try {
      while (!queue.offer(
          new Item.Chunk(new AgentChunk(id, written, content, metadata, Instant.now())),
          LOOK_MILLIS,
          TimeUnit.MILLISECONDS)) {
        stop.check(); // nobody may read it any more
      }
      written++;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("the stream was closed");
    }
  }

  @Override
  public void text(String piece) {
    send(new ChunkContent.Text(piece), null);
  }

  @Override
  public void toolProgress(String callId, String tool, String partialArguments) {
    send(new ChunkContent.ToolCallProgress(callId, tool, partialArguments), null);
  }

  @Override
  public void toolCall(String callId, String tool, Map<String, @Nullable Object> arguments) {
    send(new ChunkContent.ToolCallComplete(callId, tool, arguments), null);
  }

  @Override
  public void restart(String reason) {
    send(
        new ChunkContent.Control(new ControlMessage.Custom("restart", Map.of("reason", reason))),
        null);
  }

  @Override
  public boolean hasNext() {
    if (closed) {
      return false;
    }
    Item item = next;
    if (item == null) {
      try {
        item = queue.take();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CancellationException("the reader of the stream was interrupted");
      }
      next = item;
    }
    if (item instanceof Item.Failure(RuntimeException error)) {
      close();
      throw error;
    }
    return item instanceof Item.Chunk;
  }

  @Override
  public AgentChunk next() {
    if (!hasNext() || !(next instanceof Item.Chunk(AgentChunk chunk))) {
      throw new NoSuchElementException("The stream has ended");
    }
    next = null;
    return chunk;
  }

  @Override
  public void close() {
    closed = true;
    stop.cancel("the stream was closed");
    Thread thread = worker;
    if (thread == null || thread == Thread.currentThread()) {
      return;
    }
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
