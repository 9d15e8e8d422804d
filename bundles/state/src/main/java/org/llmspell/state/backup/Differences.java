package org.llmspell.state.backup;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.state.StateScope;
import org.llmspell.core.state.backend.StateSnapshot;
import org.llmspell.state.store.Keys;

/** Compares the present state with the one to restore. For one comparison, one thread. */
final class Differences {
  private static final byte[] ALL = {};

  private final PortableRecords records;
  private final Set<StateScope> targetScopes;
  private final boolean preserve;
  private final Sink sink;
  private final Pulse pulse;
  private final TreeSet<String> scopes = new TreeSet<>();
  private long added;
  private long changed;
  private long removed;
  private long unchanged;

  /** Takes the differences, in the order of the keys. */
  interface Sink {
    /** Counts only. */
    Sink NONE = (_, _, _) -> {};

    /**
     * One difference.
     *
     * @param target the value to restore; null to remove the entry
     * @param present the bytes in the backend; null when there are none
     */
    void differs(byte[] key, byte @Nullable [] target, byte @Nullable [] present);
  }

  Differences(
      PortableRecords records,
      Set<StateScope> targetScopes,
      boolean preserve,
      Sink sink,
      Pulse pulse) {
    this.records = records;
    this.targetScopes = targetScopes;
    this.preserve = preserve;
    this.sink = sink;
    this.pulse = pulse;
  }

  /** Walks through both. */
  Differences run(StateSnapshot present, Cursor target) {
    Ahead ahead = new Ahead(target);
    present.scan(
        ALL,
        ALL,
        (key, bytes) -> {
          if (PortableRecords.includes(key)) {
            pulse.step();
            ahead.passTo(key);
            byte[] value = ahead.take(key);
            compare(key, value, bytes);
          }
          return true;
        });
    ahead.passTo(null);
    return this;
  }

  private void compare(byte[] key, byte @Nullable [] target, byte[] present) {
    if (!concerns(key)) {
      return;
    }
    if (target == null) {
      if (!preserve) {
        removed++;
        differs(key, null, present);
      }
    } else if (isSame(key, target, present)) {
      unchanged++;
    } else {
      changed++;
      differs(key, target, present);
    }
  }

  private boolean isSame(byte[] key, byte[] target, byte[] present) {
    try {
      return Arrays.equals(target, records.portable(key, present));
    } catch (SpellException e) {
      return false; // a damaged entry is what a restore is for
    }
  }

  private void differs(byte[] key, byte @Nullable [] target, byte @Nullable [] present) {
    scopes.add(PortableRecords.scope(key));
    sink.differs(key, target, present);
  }

  private boolean concerns(byte[] key) {
    return targetScopes.isEmpty()
        || Keys.parse(key).filter(entry -> targetScopes.contains(entry.scope())).isPresent();
  }

  /** The cursor of the target, one entry ahead. */
  private final class Ahead {
    private final Cursor target;
    private boolean more;

    Ahead(Cursor target) {
      this.target = target;
      more = target.next();
    }

    /** What comes before a key is not there now; null means the end. */
    void passTo(byte @Nullable [] key) {
      while (more && (key == null || Arrays.compareUnsigned(target.key(), key) < 0)) {
        pulse.step();
        if (concerns(target.key())) {
          added++;
          differs(target.key(), target.value(), null);
        }
        more = target.next();
      }
    }

    byte @Nullable [] take(byte[] key) {
      if (!more || !Arrays.equals(target.key(), key)) {
        return null;
      }
      byte[] value = target.value();
      more = target.next();
      return value;
    }
  }

  long added() {
    return added;
  }

  long changed() {
    return changed;
  }

  long removed() {
    return removed;
  }

  long unchanged() {
    return unchanged;
  }

  /** How many entries differ. */
  long total() {
    return added + changed + removed;
  }

  /** The scopes of the entries that differ. */
  Set<String> scopes() {
    return scopes;
  }
}
