package org.llmspell.state;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.state.backend.StateBackendFactory;
import org.llmspell.state.store.OpenStore;
import org.llmspell.state.store.StateSettings;
import org.llmspell.state.store.StoreAccess;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/**
 * Holds the one store of the container. It is opened when it is used for the first time; a change
 * of the settings puts another one in its place, which is why this component survives it.
 */
@Component(
    name = "org.llmspell.state",
    service = {StoreAccess.class, StoreService.class})
public final class StoreService implements StoreAccess {
  /** Settings that make no other store when they change. */
  private static final Set<String> HARMLESS =
      Set.of("carry.over", "migration.enabled", "schema.directory");

  /** How long calls wait for a backend that is gone: its bundle is perhaps being updated. */
  private static final long PATIENCE_NANOS = Duration.ofSeconds(10).toNanos();

  private final Backends backends = new Backends();
  private final LongSupplier nanos;
  private final StoreOpener opener;
  private final Path home;
  private final Flusher flusher;
  private final Upkeep upkeep = new Upkeep();
  private volatile StateSettings settings;
  private volatile @Nullable OpenStore store;

  /** Whose store is open. */
  private @Nullable StateBackendFactory factory;

  /** Which backend went away while its store was open, and when. */
  private String lost = "";

  private long lostNanos;
  private boolean closed;

  /** With the settings of the container; opens nothing yet. */
  @Activate
  public StoreService(BundleContext context, Map<String, Object> configuration) {
    this(home(context), configuration, System::getenv, InstantSource.system(), System::nanoTime);
  }

  StoreService(
      Path home,
      Map<String, ? extends @Nullable Object> configuration,
      UnaryOperator<@Nullable String> environment,
      InstantSource wall,
      LongSupplier nanos) {
    this.home = home;
    this.nanos = nanos;
    this.opener =
        new StoreOpener(backends, Recoveries.all(), environment, new SteadyClock(wall, nanos));
    this.settings = new StateSettings(new TreeMap<>(configuration), home);
    this.flusher = new Flusher();
    upkeep.add(new ExpiredEntries(upkeep::awaken));
  }

  private static Path home(BundleContext context) {
    String home = context.getProperty("llmspell.home");
    return home == null || home.isBlank()
        ? Path.of(System.getProperty("user.home"), ".llmspell")
        : Path.of(home).toAbsolutePath();
  }

  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      unbind = "removeBackend")
  synchronized void addBackend(
      ServiceReference<StateBackendFactory> reference, StateBackendFactory added) {
    backends.add(reference, added);
    notifyAll();
  }

  /** A store whose backend goes is closed, so that nothing of its bundle is used or kept. */
  synchronized void removeBackend(ServiceReference<StateBackendFactory> reference) {
    StateBackendFactory removed = backends.remove(reference);
    if (removed != null && removed == factory && store != null) {
      lost = settings.backend();
      lostNanos = nanos.getAsLong();
      closeStore();
    }
  }

  @Override
  public StateSettings settings() {
    return settings;
  }

  @Override
  public OpenStore open() {
    OpenStore open = store;
    return open != null ? open : openNow();
  }

  private synchronized OpenStore openNow() {
    awaitBackend();
    OpenStore open = store;
    if (open == null) {
      if (closed) {
        throw SpellException.storage(
            "closed", "State is closed because its bundle was stopped", null);
      }
      open = opener.open(settings);
      serve(open);
    }
    return open;
  }

  private void serve(OpenStore open) {
    factory = opener.factory(settings.backend());
    flusher.serve(open, settings);
    store = open;
    KeyRotation.resume(open, settings);
    upkeep.serve(open, settings.upkeepInterval());
  }

  /** Waits for the backend that has gone, but not for ever; who opens it then says that. */
  private void awaitBackend() {
    while (store == null && !closed && settings.backend().equals(lost) && !backends.has(lost)) {
      long left = PATIENCE_NANOS - (nanos.getAsLong() - lostNanos);
      if (left <= 0) {
        return;
      }
      try {
        TimeUnit.NANOSECONDS.timedWait(this, left);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw SpellException.storage(
            "open",
            "Interrupted while the state backend '%s' was being replaced".formatted(lost),
            e);
      }
    }
  }

  /** The flusher of the store that is open. */
  Flusher flusher() {
    return flusher;
  }

  /** The work in the background on the store that is open. */
  Upkeep upkeep() {
    return upkeep;
  }

  StoreOpener opener() {
    return opener;
  }

  /** Repairs the store on disk; it is closed meanwhile and opened when it is used again. */
  synchronized Repair.Outcome repair() {
    StateSettings now = settings;
    if (now.backend().equals("memory")) {
      throw SpellException.configuration(
          "State is kept in memory only (runtime.state_persistence.enabled is not set), so there is nothing to repair",
          null);
    }
    closeStore();
    return new Repair(
            opener.factory(now.backend()),
            now.path().resolve(now.backend()),
            String.valueOf(System.currentTimeMillis()))
        .run();
  }

  private void closeStore() {
    OpenStore open = store;
    factory = null;
    if (open != null) {
      upkeep.stop();
      // In one step, so that no call that is inside finds that there is none and waits for us.
      open.exclusively(
          "closing",
          () -> {
            store = null;
            flusher.flush();
            open.close();
            return true;
          });
      upkeep.awaitEnd();
    }
  }

  /** The data folder. */
  Path home() {
    return home;
  }

  @Modified
  void modified(Map<String, Object> configuration) {
    reconfigure(configuration);
  }

  /** Takes other settings: the store is replaced when they concern it. */
  synchronized void reconfigure(Map<String, ? extends @Nullable Object> configuration) {
    StateSettings next = new StateSettings(new TreeMap<>(configuration), home);
    OpenStore old = store;
    if (old == null || storeOf(next).equals(storeOf(settings))) {
      settings = next;
      notifyAll(); // perhaps it asks for another backend than the one that calls wait for
      return;
    }
    // In one step, so that no write goes to the old store after it was copied.
    old.exclusively(
        "a change of the settings of state",
        () -> {
          OpenStore inMemory = carry(old, next);
          settings = next;
          closeStore();
          if (inMemory != null) {
            serve(inMemory);
          }
          return true;
        });
  }

  /** Brings entries over, if they are to be. Returns the new store when it must not be closed. */
  private @Nullable OpenStore carry(OpenStore old, StateSettings next) {
    Place from = Place.of(settings);
    Place to = Place.of(next);
    if (!next.isCarriedOver() || from.equals(to)) {
      return null;
    }
    OpenStore fresh = opener.openOnly(next);
    try {
      var succession = new Succession(opener, next);
      succession
          .mode(from, fresh)
          .ifPresent(mode -> {
            new CarryOver(opener, next).run(old, from, fresh, mode);
            succession.carried();
          });
    } catch (RuntimeException e) {
      fresh.close();
      throw e;
    }
    if (to.isMemory()) {
      return fresh;
    }
    fresh.close();
    return null;
  }

  private static Map<String, @Nullable Object> storeOf(StateSettings settings) {
    Map<String, @Nullable Object> values = new TreeMap<>(settings.values());
    values
        .keySet()
        .removeIf(key ->
            HARMLESS.contains(key)
                || key.startsWith("backup")
                || key.startsWith("service.")
                || key.startsWith("component."));
    return values;
  }

  @Deactivate
  synchronized void close() {
    closed = true;
    notifyAll();
    closeStore();
  }
}
