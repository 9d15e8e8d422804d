package org.llmspell.state;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
 * Opens stores as the settings say. The folder of the state has a folder for each kind of backend,
 * the key file {@code keys}, and the file {@code backend} that names the kind that was open last.
 */
final class StoreOpener {
  private static final String MEMORY = "memory";
  private static final String LAST = "backend";

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
   * it, fetches the data of the backend that was used before.
   */
  OpenStore open(StateSettings settings) {
    OpenStore store = openOnly(settings);
    try {
      List<TaskHandler> all = new ArrayList<>(handlers);
      all.add(new CarryOver(this, settings));
      store.recover(all, StateProgress.NONE);
      if (!settings.backend().equals(MEMORY)) {
        fetch(settings, store);
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
    KeyRing keys = keys(settings);
    Path folder = settings.path().resolve(name);
    try {
      Repair.finish(folder, String.valueOf(clock.millis()));
    } catch (IOException e) {
      throw SpellException.io(e);
    }
    StateBackend backend = open(factory, folder);
    return new OpenStore(backend, settings.path(), codec(settings, keys), keys, clock);
  }

  private static RecordCodec codec(StateSettings settings, @Nullable KeyRing keys) {
    return new RecordCodec(settings.compressionThreshold(), settings.maxValueBytes(), keys);
  }

  private @Nullable KeyRing keys(StateSettings settings) {
    if (!settings.isEncrypted()) {
      return null;
    }
    String passphrase = environment.apply(settings.passphraseVariable());
    return KeyRing.open(
        settings.path().resolve("keys"),
        passphrase == null ? new char[0] : passphrase.toCharArray());
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
          "%s. %d entries can be read, %d can not. Nothing was changed; 'llmspell state repair' makes a new store of what can be read and keeps this one"
              .formatted(withoutStop(e.message()), report.readable(), report.damaged()),
          e);
    }
  }

  private static String withoutStop(String text) {
    return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
  }

  private void fetch(StateSettings settings, OpenStore store) {
    Path file = settings.path().resolve(LAST);
    try {
      Optional<String> last = last(file);
      if (settings.isCarriedOver()
          && last.isPresent()
          && !last.get().equals(settings.backend())
          && Files.isDirectory(settings.path().resolve(last.get()))) {
        new CarryOver(this, settings).run(last.get(), store);
      }
      if (!last.equals(Optional.of(settings.backend()))) {
        Files.createDirectories(settings.path());
        Files.writeString(file, settings.backend());
      }
    } catch (IOException e) {
      throw SpellException.io(e);
    }
  }

  private static Optional<String> last(Path file) throws IOException {
    try {
      return Optional.of(Files.readString(file, StandardCharsets.UTF_8).strip());
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
  }

  /** The store of another backend in the same folder. */
  OpenStore openOther(StateSettings settings, String backend) {
    Map<String, @Nullable Object> values = new TreeMap<>(settings.values());
    values.put("backend.type", backend);
    return openOnly(new StateSettings(values, settings.home()));
  }

  /** The factory of the settings, for inspection and repair. */
  StateBackendFactory factory(StateSettings settings) {
    return backends.named(settings.backend());
  }
}
