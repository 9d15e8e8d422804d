package org.llmspell.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.llmspell.core.state.StateScope;

/**
 * Writes that are acknowledged one by one: number n goes to key n modulo {@link #SIZE}. So the
 * store must have the last numbers without a gap, up to the acknowledged one at least.
 *
 * @param name of the writer, also its scope
 */
record Ring(String name) {
  private static final int SIZE = 200;

  private StateScope scope() {
    return StateScope.parse("custom:" + name);
  }

  /** Writes until the process ends. */
  void start(Product product, Voice voice) {
    long first = newest(product) + 1;
    Thread.ofPlatform()
        .daemon()
        .name(name)
        .start(() -> {
          try {
            for (long number = first; ; number++) {
              product.state.set(scope(), "k" + number % SIZE, value(number));
              voice.say(name + " " + number);
              LockSupport.parkNanos(200_000);
            }
          } catch (RuntimeException | AssertionError e) {
            e.printStackTrace();
            Runtime.getRuntime().halt(1);
          }
        });
  }

  private static Map<String, Object> value(long number) {
    return Map.of("n", number, "text", "x".repeat((int) (number * 37 % 500)));
  }

  private static long number(Object value) {
    return value instanceof Map<?, ?> map && map.get("n") instanceof Long number ? number : 0;
  }

  /** The greatest number in the store; 0 when there is none. */
  long newest(Product product) {
    return product.state.all(scope()).values().stream().mapToLong(Ring::number).max().orElse(0);
  }

  /** Fails when there is a gap; gives the greatest number. */
  long check(Product product) {
    Map<String, ?> all = product.state.all(scope());
    long newest = newest(product);
    for (long number = newest; number > Math.max(0, newest - SIZE); number--) {
      assertThat(all.get("k" + number % SIZE)).as("%s %d", name, number).isEqualTo(value(number));
    }
    return newest;
  }

  /** Fails when something that was acknowledged is not there. */
  void check(Product product, Heard heard) {
    assertThat(check(product))
        .as("the last acknowledged write of " + name)
        .isGreaterThanOrEqualTo(heard.lastNumber(name));
  }
}
