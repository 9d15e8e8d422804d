package org.llmspell.state;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.ErrorKind;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.state.StateProgress;
import org.llmspell.core.state.backend.StateBackend;
import org.llmspell.core.state.backend.StateBackendFactory;
import org.llmspell.core.state.backend.StoreReport;
import org.llmspell.state.store.KeyRing;
import org.llmspell.state.store.OpenStore;
import org.llmspell.state.store.RecordCodec;
import org.llmspell.state.store.StateSettings;
import org.llmspell.state.store.TaskHandler;

/**
 * Opens stores as the settings say. The folder of the state has a folder for each kind of backend
 * and the key file {@code keys}.
 */
final class StoreOpener {
  private static final String MEMORY = "memory";

  private final Backends backends;
  private final List<? extends TaskHandler> handlers;
  private final UnaryOperator<@Nullable String> environment;
  private final InstantSource clock;

  StoreOpener(
      Backends backends,
      List<? extends TaskHandler> handlers,
      UnaryOperator<@Nullable String> environment,
      InstantSource clock) {
    this.backends = backends;
    this.handlers = handlers;
    this.environment = environment;
    this.clock = clock;
  }

  /**
   * Opens the store of the settings: finishes what was interrupted and, when the settings ask for
   * it, fetches the data of the store that was used before.
   */
  OpenStore open(StateSettings settings) {
    OpenStore store = openOnly(settings);
    try {
      List<TaskHandler> all = new ArrayList<>(handlers);
      all.add(new CarryOver(this, settings));
      store.recover(all, StateProgress.NONE);
      if (!settings.backend().equals(MEMORY)) {
        new Succession(this, settings).opened(store);
      }
      return store;
    } catch (RuntimeException e) {
      store.close();
      throw e;
    }
  }

  /** Opens the store of the settings as it is. */
  OpenStore openOnly(StateSettings settings) {
    String name = settings.backend();
    StateBackendFactory factory = backends.named(name);
    if (name.equals(MEMORY)) {
      return new OpenStore(factory.open(settings.path()), null, codec(settings, null), null, clock);
    }
    Path folder = settings.path().resolve(name);
    try {
      Repair.finish(folder, String.valueOf(clock.millis()));
    } catch (IOException e) {
      throw SpellException.io(e);
    }
    StateBackend backend = open(factory, folder);
    try {
      KeyRing keys = StoreEncryption.keys(settings, backend, environment);
      var store = new OpenStore(backend, settings.path(), codec(settings, keys), keys, clock);
      StoreEncryption.check(store, settings);
      return store;
    } catch (RuntimeException e) {
      backend.close();
      throw e;
    }
  }

  private static RecordCodec codec(StateSettings settings, @Nullable KeyRing keys) {
    return new RecordCodec(
        settings.compressionThreshold(), settings.maxValueBytes(), keys, settings.isEncrypted());
  }

  private static StateBackend open(StateBackendFactory factory, Path folder) {
    try {
      return factory.open(folder);
    } catch (SpellException e) {
      if (!(e.kind() instanceof ErrorKind.Storage(var operation)) || !"open".equals(operation)) {
        throw e;
      }
      StoreReport report = factory.inspect(folder);
      throw SpellException.storage(
          "open",
          "%s. %d entries can be read, %d can not%s"
              .formatted(
                  withoutStop(e.message()),
                  report.readable(),
                  report.damaged(),
                  e.message().contains("state repair")
                      ? ""
                      : ". Nothing was changed; 'llmspell state repair' makes a new store of what can be read and keeps this one"),
          e);
    }
  }

  private static String withoutStop(String text) {
    return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
  }

  /** Another store, for reading. */
  OpenStore openOther(StateSettings settings, Place place) {
    Map<String, @Nullable Object> values = new TreeMap<>(settings.values());
    values.put("backend.type", place.backend());
    values.put("path", place.path().toString());
    values.put("encryption", false);
    values.put("encryption.enabled", false);
    return openOnly(new StateSettings(values, settings.home()));
  }

  /** The factory of a backend. */
  StateBackendFactory factory(String backend) {
    return backends.named(backend);
  }
}
