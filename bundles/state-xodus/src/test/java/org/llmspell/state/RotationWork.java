package org.llmspell.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.llmspell.core.command.CommandCall;
import org.llmspell.core.state.StateScope;
import org.llmspell.state.store.Keys;
import org.llmspell.state.store.OpenStore;

/** Changes the key of everything, while another thread writes. */
final class RotationWork implements Work {
  private static final StateScope SCOPE = StateScope.parse("custom:vault");
  private static final byte[] CURSOR = Keys.of(Keys.META, "rotation");
  private static final byte[] ALL = {};

  private final Ring ring = new Ring("ring");

  @Override
  public Map<String, Object> settings() {
    return Map.of("encryption.enabled", true);
  }

  private static Map<String, Object> entries() {
    Map<String, Object> all = new LinkedHashMap<>();
    for (int i = 0; i < 2_000; i++) {
      all.put("k%05d".formatted(i), i % 100 == 0 ? ("long " + i + " ").repeat(300) : "short " + i);
    }
    return all;
  }

  @Override
  public void prepare(Product product) {
    entries().forEach((key, value) -> product.state.set(SCOPE, key, value));
  }

  @Override
  public void run(Product product, Voice voice, RandomGenerator random) {
    ring.start(product, voice);
    while (true) {
      voice.say("key changes");
      voice.tell(() -> new StateRotateKeyCommand(product.stores).run(call()));
      voice.say("key changed");
      Voice.rest(random);
    }
  }

  /** A call of the command that shows nothing. */
  private static CommandCall call() {
    return (CommandCall)
        Proxy.newProxyInstance(
            CommandCall.class.getClassLoader(),
            new Class<?>[] {CommandCall.class},
            (proxy, method, args) -> null);
  }

  @Override
  public boolean isInTheMiddle(OpenStore store) {
    return store.backend().get(CURSOR) != null;
  }

  @Override
  public void check(Product product, Heard heard, RandomGenerator random) {
    assertThat(product.state.all(SCOPE)).isEqualTo(entries());
    ring.check(product, heard);
    OpenStore store = product.stores.open();
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (store.backend().get(CURSOR) != null) {
      assertThat(System.nanoTime()).as("the rotation goes on").isLessThan(deadline);
      Thread.onSpinWait();
    }
    var keys = new TreeSet<Integer>();
    store
        .backend()
        .scan(
            ALL,
            ALL,
            (key, bytes) -> {
              keys.add(store.codec().header(key, bytes).keyId());
              return true;
            });
    assertThat(keys).containsExactly(store.keys().orElseThrow().currentId());
    assertThat(product.state.all(SCOPE)).isEqualTo(entries());
    ring.check(product, heard);
  }
}
