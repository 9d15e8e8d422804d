package org.llmspell.state;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.hook.HookOutcome;
import org.llmspell.core.hook.HookPoint.StandardPoint;
import org.llmspell.core.hook.HookResult;
import org.llmspell.core.state.StateClass;
import org.llmspell.state.store.StateRecord;

/**
 * Changes that depend on the value that is there. The hooks of a write are asked before, without a
 * lock; the comparison and the write are one step.
 */
final class Conditional {
  private static final String SET = "state_set";

  private final Surroundings surroundings;
  private final Entries entries;

  Conditional(Surroundings surroundings, Entries entries) {
    this.surroundings = surroundings;
    this.entries = entries;
  }

  /** What there was and whether it was changed. */
  private record Attempt(boolean done, @Nullable Object found) {}

  boolean compareAndSet(Setting setting, @Nullable Object expected) {
    Change change = before(setting, expected);
    Setting allowed = change == null ? setting : setting.with(change.value());
    Attempt attempt = attempt(allowed, expected);
    while (!attempt.done) {
      Optional<HookResult.Replace> settlement = conflict(setting, expected, attempt.found);
      if (settlement.isEmpty()) {
        return false;
      }
      // A hook has settled it; that holds if the value is still the one that it has seen.
      allowed = setting.with(settlement.get().data());
      attempt = attempt(allowed, attempt.found);
    }
    after(change);
    return true;
  }

  private Attempt attempt(Setting setting, @Nullable Object expected) {
    return entries.locked(
        setting.address(),
        () -> {
          StateRecord record = entries.read(setting.address());
          Object found = record == null ? null : record.value();
          boolean equal = PlainEquality.equal(found, expected);
          if (equal) {
            entries.put(setting);
          }
          return new Attempt(equal, found);
        });
  }

  private Optional<HookResult.Replace> conflict(
      Setting setting, @Nullable Object expected, @Nullable Object found) {
    StateClass stateClass = setting.stateClass();
    if (!stateClass.isObserved()) {
      return Optional.empty();
    }
    Map<String, @Nullable Object> data = new LinkedHashMap<>();
    data.put("operation", "state_compare_and_set");
    data.put("scope", setting.address().scope().text());
    data.put("key", setting.address().key());
    data.put("expected", Change.shown(stateClass, expected));
    data.put("current", Change.shown(stateClass, found));
    data.put("new_value", Change.shown(stateClass, setting.value()));
    HookOutcome outcome = surroundings.fire(StandardPoint.STATE_CONFLICT, data, Map.of());
    surroundings.publish("state.conflict", () -> data);
    return outcome.find(HookResult.Replace.class);
  }

  boolean setIfAbsent(Setting setting) {
    if (entries.read(setting.address()) != null) {
      return false;
    }
    Change change = before(setting, null);
    Setting allowed = change == null ? setting : setting.with(change.value());
    boolean done =
        entries.locked(
            setting.address(),
            () -> {
              if (entries.read(setting.address()) != null) {
                return false;
              }
              entries.put(allowed);
              return true;
            });
    if (done) {
      after(change);
    }
    return done;
  }

  long increment(Setting setting, long delta) {
    while (true) {
      Object seen = value(setting.address());
      long sum = sum(setting.address(), seen, delta);
      Change change = before(setting.with(sum), seen);
      if (change == null) {
        return entries.locked(
            setting.address(),
            () -> {
              long now = sum(setting.address(), value(setting.address()), delta);
              entries.put(setting.with(now));
              return now;
            });
      }
      // Hooks have been asked about this very sum, so it must still be the sum.
      Attempt attempt = attempt(setting.with(change.value()), seen);
      if (attempt.done) {
        after(change);
        return change.value() instanceof Long changed ? changed : sum;
      }
    }
  }

  private @Nullable Object value(Address address) {
    StateRecord record = entries.read(address);
    return record == null ? null : record.value();
  }

  private static long sum(Address address, @Nullable Object value, long delta) {
    long before =
        switch (value) {
          case null -> 0;
          case Long number -> number;
          case Double number when number == Math.rint(number) && Math.abs(number) < 1L << 53 ->
              number.longValue();
          default ->
              throw StateService.wrongType(address, "is no whole number, so nothing can be added");
        };
    try {
      return Math.addExact(before, delta);
    } catch (ArithmeticException _) {
      throw StateService.wrongType(
          address, "is %d; adding %d exceeds the largest whole number".formatted(before, delta));
    }
  }

  private @Nullable Change before(Setting setting, @Nullable Object old) {
    if (!setting.stateClass().isObserved() || !Change.isObserved(surroundings)) {
      return null;
    }
    Change change =
        new Change(
            surroundings, SET, setting.address(), setting.stateClass(), old, setting.value());
    change.before();
    return change;
  }

  private static void after(@Nullable Change change) {
    if (change != null) {
      change.after();
    }
  }

  /** Equality of plain values in which 1 and 1.0 are the same, as for scripts. */
  static final class PlainEquality {
    private PlainEquality() {}

    static boolean equal(@Nullable Object a, @Nullable Object b) {
      if (a instanceof Number x && b instanceof Number y) {
        return whole(x) && whole(y)
            ? x.longValue() == y.longValue()
            : Double.compare(x.doubleValue(), y.doubleValue()) == 0;
      }
      if (a instanceof List<?> x && b instanceof List<?> y) {
        if (x.size() != y.size()) {
          return false;
        }
        for (int i = 0; i < x.size(); i++) {
          if (!equal(x.get(i), y.get(i))) {
            return false;
          }
        }
        return true;
      }
      if (a instanceof Map<?, ?> x && b instanceof Map<?, ?> y) {
        return x.size() == y.size()
            && x.entrySet().stream()
                .allMatch(entry ->
                    y.containsKey(entry.getKey())
                        && equal(entry.getValue(), y.get(entry.getKey())));
      }
      return Objects.equals(a, b);
    }

    private static boolean whole(Number number) {
      return !(number instanceof Double || number instanceof Float);
    }
  }
}
