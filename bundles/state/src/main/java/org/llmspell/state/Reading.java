package org.llmspell.state;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.hook.HookOutcome;
import org.llmspell.core.hook.HookPoint.StandardPoint;
import org.llmspell.core.hook.HookRefusal;
import org.llmspell.core.hook.HookResult;
import org.llmspell.core.state.StateClass;
import org.llmspell.state.store.StateRecord;

/** A read with hooks and events around it. */
final class Reading {
  private static final String OPERATION = "state_get";
  private static final String VALUE = "value";

  private final Surroundings surroundings;
  private final Entries entries;

  Reading(Surroundings surroundings, Entries entries) {
    this.surroundings = surroundings;
    this.entries = entries;
  }

  /** Whether anybody would hear of reads. */
  static boolean isObserved(Surroundings surroundings) {
    return surroundings.hasHooks(StandardPoint.BEFORE_STATE_READ)
        || surroundings.hasHooks(StandardPoint.AFTER_STATE_READ)
        || surroundings.wantsReads();
  }

  @Nullable Object read(Address wanted) {
    if (!StateClass.ofKey(wanted.key()).isObserved()) {
      StateRecord record = entries.read(wanted);
      return record == null ? null : record.value();
    }
    HookOutcome before =
        surroundings.fire(StandardPoint.BEFORE_STATE_READ, data(wanted), metadata(wanted));
    refuse(before, wanted);
    Optional<HookResult.Replace> replaced = before.find(HookResult.Replace.class);
    if (replaced.isPresent()) {
      return replaced.get().data();
    }
    Address address = redirected(wanted, before);
    StateRecord record = entries.read(address);
    Object value = after(address, record);
    surroundings.publish("state.read", () -> data(address));
    return value;
  }

  private static void refuse(HookOutcome outcome, Address address) {
    outcome
        .find(HookResult.Cancel.class)
        .ifPresent(cancel -> {
          throw HookRefusal.error(
              "Reading '%s' in scope '%s' was cancelled by a hook: %s"
                  .formatted(address.key(), address.scope().text(), cancel.reason()));
        });
  }

  private static Address redirected(Address wanted, HookOutcome before) {
    return before.modified()
            && before.data() instanceof Map<?, ?> data
            && data.get("key") instanceof String key
        ? Address.of(wanted.scope(), key)
        : wanted;
  }

  private @Nullable Object after(Address address, @Nullable StateRecord record) {
    Object value = record == null ? null : record.value();
    if (!surroundings.hasHooks(StandardPoint.AFTER_STATE_READ)) {
      return value;
    }
    Object shown = record == null ? null : Change.shown(record.stateClass(), value);
    Map<String, @Nullable Object> data = data(address);
    data.put(VALUE, shown);
    data.put("found", record != null);
    HookOutcome outcome =
        surroundings.fire(StandardPoint.AFTER_STATE_READ, data, metadata(address));
    refuse(outcome, address);
    Optional<HookResult.Replace> replaced = outcome.find(HookResult.Replace.class);
    if (replaced.isPresent()) {
      return replaced.get().data();
    }
    return outcome.modified() ? Change.Modified.value(outcome.data(), shown, value, VALUE) : value;
  }

  private static Map<String, @Nullable Object> data(Address address) {
    Map<String, @Nullable Object> data = new LinkedHashMap<>();
    data.put("operation", OPERATION);
    data.put("scope", address.scope().text());
    data.put("key", address.key());
    return data;
  }

  private static Map<String, String> metadata(Address address) {
    return Map.of("operation", OPERATION, "scope", address.scope().text(), "key", address.key());
  }
}
