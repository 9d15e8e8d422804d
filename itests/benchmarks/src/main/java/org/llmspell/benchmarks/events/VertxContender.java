package org.llmspell.benchmarks.events;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.MessageCodec;
import java.util.Map;
import java.util.function.IntFunction;

/** The event bus of Vert.x, local, with a codec that hands objects over as they are. */
record VertxContender(Vertx vertx, DeliveryOptions options) implements Contender {

  static Contender start(int subscribers, IntFunction<Runnable> onEvent) {
    Vertx vertx = Vertx.vertx();
    vertx.eventBus().registerCodec(new Identity());
    for (int i = 0; i < subscribers; i++) {
      Runnable work = onEvent.apply(i);
      vertx.eventBus().<Map<String, Object>>localConsumer("bench.event", _ -> work.run());
    }
    return new VertxContender(
        vertx, new DeliveryOptions().setCodecName("as-is").setLocalOnly(true));
  }

  /** Never goes over a wire. */
  private static final class Identity
      implements MessageCodec<Map<String, Object>, Map<String, Object>> {

    @Override
    public void encodeToWire(Buffer buffer, Map<String, Object> data) {
      throw new UnsupportedOperationException("Local only");
    }

    @Override
    public Map<String, Object> decodeFromWire(int position, Buffer buffer) {
      throw new UnsupportedOperationException("Local only");
    }

    @Override
    public Map<String, Object> transform(Map<String, Object> data) {
      return data;
    }

    @Override
    public String name() {
      return "as-is";
    }

    @Override
    public byte systemCodecID() {
      return -1;
    }
  }

  @Override
  public void publish(Map<String, Object> data) {
    vertx.eventBus().publish("bench.event", data, options);
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
