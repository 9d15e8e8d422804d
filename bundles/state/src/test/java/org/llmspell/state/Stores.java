package org.llmspell.state;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.state.backend.StateBackendFactory;
import org.llmspell.state.memory.MemoryBackends;
import org.osgi.framework.ServiceReference;

/** A container's state in a test: settings, a clock, a passphrase, stores on a pretended disk. */
final class Stores {
  /** What the wall shows, and what really passes. */
  final AtomicLong millis = new AtomicLong(1_000_000);

  private final AtomicLong nanos = new AtomicLong();
  final KeptBackends xodus = new KeptBackends("xodus");
  final KeptBackends rocksdb = new KeptBackends("rocksdb");
  final Map<String, @Nullable Object> settings = new HashMap<>();
  final Map<String, String> environment = new HashMap<>();
  private final Path home;

  Stores(Path home) {
    this.home = home;
  }

  /** With persistence on. */
  Stores enabled() {
    settings.put("enabled", true);
    return this;
  }

  Stores with(String key, Object value) {
    settings.put(key, value);
    return this;
  }

  /** Another start of the container over the same disk. */
  StoreService start() {
    InstantSource clock = () -> Instant.ofEpochMilli(millis.get());
    StoreService service =
        new StoreService(home, Map.copyOf(settings), environment::get, clock, nanos::get);
    service.addBackend(reference("memory"), new MemoryBackends());
    service.addBackend(reference("xodus"), xodus);
    service.addBackend(reference("rocksdb"), rocksdb);
    return service;
  }

  /** Lets time pass, for the wall as well. */
  void pass(long millis) {
    nanos.addAndGet(millis * 1_000_000);
    this.millis.addAndGet(millis);
  }

  StateService state() {
    return new StateService(start());
  }

  @SuppressWarnings("unchecked") // a proxy has no type arguments
  static ServiceReference<StateBackendFactory> reference(String name) {
    return (ServiceReference<StateBackendFactory>)
        Proxy.newProxyInstance(
            Stores.class.getClassLoader(),
            new Class<?>[] {ServiceReference.class},
            (proxy, method, args) ->
                switch (method.getName()) {
                  case "getProperty" -> name;
                  case "compareTo" -> 0;
                  case "hashCode" -> name.hashCode();
                  case "equals" -> proxy == args[0];
                  default -> null;
                });
  }
}
