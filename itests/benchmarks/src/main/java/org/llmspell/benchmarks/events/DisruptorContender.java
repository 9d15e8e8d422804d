package org.llmspell.benchmarks.events;

import com.lmax.disruptor.BlockingWaitStrategy;
import com.lmax.disruptor.dsl.Disruptor;
import com.lmax.disruptor.dsl.ProducerType;
import com.lmax.disruptor.util.DaemonThreadFactory;
import java.util.Map;
import java.util.function.IntFunction;

/** The LMAX Disruptor with the blocking wait strategy; it waits for room. */
record DisruptorContender(Disruptor<Slot> disruptor) implements Contender {

  /** A place in the ring. */
  static final class Slot {
    Map<String, Object> data = Map.of();
  }

  static Contender start(int subscribers, IntFunction<Runnable> onEvent) {
    var disruptor =
        new Disruptor<>(
            Slot::new,
            OursContender.CAPACITY,
            DaemonThreadFactory.INSTANCE,
            ProducerType.MULTI,
            new BlockingWaitStrategy());
    for (int i = 0; i < subscribers; i++) {
      Runnable work = onEvent.apply(i);
      disruptor.handleEventsWith((_, _, _) -> work.run());
    }
    disruptor.start();
    return new DisruptorContender(disruptor);
  }

  @Override
  public void publish(Map<String, Object> data) {
    disruptor.getRingBuffer().publishEvent((slot, _, given) -> slot.data = given, data);
  }

  @Override
  public void close() {
    disruptor.halt();
  }
}
