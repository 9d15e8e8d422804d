package org.llmspell.benchmarks.events;

import java.util.Map;
import java.util.concurrent.Flow;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.SubmissionPublisher;
import java.util.function.IntFunction;

/** The JDK's SubmissionPublisher; it waits for room. */
record FlowContender(SubmissionPublisher<Map<String, Object>> publisher) implements Contender {

  static Contender start(int subscribers, IntFunction<Runnable> onEvent) {
    var publisher =
        new SubmissionPublisher<Map<String, Object>>(
            ForkJoinPool.commonPool(), OursContender.CAPACITY);
    for (int i = 0; i < subscribers; i++) {
      publisher.subscribe(new Subscriber(onEvent.apply(i)));
    }
    return new FlowContender(publisher);
  }

  private record Subscriber(Runnable work) implements Flow.Subscriber<Map<String, Object>> {

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(Map<String, Object> item) {
      work.run();
    }

    @Override
    public void onError(Throwable failure) {
      throw new IllegalStateException(failure);
    }

    @Override
    public void onComplete() {
      // The run is over.
    }
  }

  @Override
  public void publish(Map<String, Object> data) {
    publisher.submit(data);
  }

  @Override
  public void close() {
    publisher.close();
  }
}
