package org.llmspell.state;

import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.state.backend.StateBackend;
import org.llmspell.state.CarryOver.Mode;
import org.llmspell.state.LastStore.Known;
import org.llmspell.state.store.Keys;
import org.llmspell.state.store.OpenStore;
import org.llmspell.state.store.StateSettings;

/**
 * Sees to it that a change of the backend or the path between two runs of the container leaves no
 * entries behind without a word: brings them over when the settings say so, and else says where
 * they are. Entries that were left can still be brought over later; those that the new store has by
 * then stay.
 */
final class Succession {
  private static final System.Logger LOG = System.getLogger("llmspell.state");

  private final StoreOpener opener;
  private final StateSettings settings;
  private final Place now;
  private final LastStore file;

  Succession(StoreOpener opener, StateSettings settings) {
    this.opener = opener;
    this.settings = settings;
    this.now = Place.of(settings);
    this.file = new LastStore(settings.home());
  }

  /** The store was opened and is not yet used. */
  void opened(OpenStore store) {
    Known known = file.read();
    Place last = known.open();
    Place left = known.left();
    if (last != null && !last.equals(now)) {
      left = changed(last, left, store);
    } else if (left != null && settings.isCarriedOver() && hasEntries(left)) {
      carry(left, store, Mode.FILL);
      left = null;
    }
    write(left);
  }

  /** The settings name another store than the last time. Returns which one is left with entries. */
  private @Nullable Place changed(Place last, @Nullable Place left, OpenStore store) {
    if (!hasEntries(last)) {
      return left;
    }
    if (!settings.isCarriedOver()) {
      LOG.log(Level.WARNING, left(last));
      return last;
    }
    mode(last, store)
        .ifPresentOrElse(
            mode -> carry(last, store, mode),
            () ->
                LOG.log(
                    Level.WARNING,
                    "State is kept in another place now, which has entries of its own, so those of {0} were not brought over",
                    last));
    return left;
  }

  /** How the entries of a store come into the one of now; empty when they are not to. */
  Optional<Mode> mode(Place from, OpenStore store) {
    if (from.isMemory() || now.equals(file.read().left())) {
      return Optional.of(Mode.OVERLAY); // what is there was never brought over
    }
    return from.path().equals(now.path()) || !hasEntries(store.backend())
        ? Optional.of(Mode.REPLACE)
        : Optional.empty();
  }

  private void carry(Place from, OpenStore store, Mode mode) {
    try {
      new CarryOver(opener, settings).run(from, store, mode);
    } catch (SpellException e) {
      throw new SpellException(
          e.kind(),
          "The entries of the store before (%s) can not be brought over: %s. Go back to it, or set runtime.state_persistence.carry_over = false to do without them"
              .formatted(from, e.message()),
          e);
    }
  }

  /** The entries of the store of before are all in the one of now. */
  void carried() {
    if (!now.isMemory()) {
      write(file.read().left());
    }
  }

  private void write(@Nullable Place left) {
    file.write(new Known(now, now.equals(left) ? null : left));
  }

  /** Where entries are that the store of now does not have, and how they come there. */
  Optional<String> left() {
    Known known = file.read();
    Place place = now.isMemory() ? known.open() : known.left();
    return Optional.ofNullable(place)
        .filter(one -> Files.isDirectory(one.folder()))
        .map(this::left);
  }

  private String left(Place place) {
    return now.isMemory()
        ? "%s; set runtime.state_persistence.enabled = true to use it".formatted(place)
        : "State is kept in another place now. Entries of before are in %s; set runtime.state_persistence.carry_over = true to bring them over"
            .formatted(place);
  }

  private boolean hasEntries(Place place) {
    if (!Files.isDirectory(place.folder())) {
      return false;
    }
    try (StateBackend backend = opener.factory(place.backend()).open(place.folder())) {
      return hasEntries(backend);
    } catch (SpellException _) {
      return true; // what can not be opened may have some; who needs it is told
    }
  }

  private static boolean hasEntries(StateBackend backend) {
    boolean[] found = {false};
    for (String namespace : Keys.DATA) {
      byte[] prefix = Keys.prefix(namespace);
      backend.scan(
          prefix,
          prefix,
          (key, value) -> {
            found[0] = true;
            return false;
          });
    }
    return found[0];
  }
}
