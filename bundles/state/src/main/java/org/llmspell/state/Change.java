package org.llmspell.state;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.hook.HookOutcome;
import org.llmspell.core.hook.HookPoint;
import org.llmspell.core.hook.HookPoint.StandardPoint;
import org.llmspell.core.hook.HookRefusal;
import org.llmspell.core.hook.HookResult;
import org.llmspell.core.state.StateClass;
import org.llmspell.json.PlainJson;

/**
 * A change of one entry with hooks and events around it. Values are shown as the class of the entry
 * allows; what a hook gives back unchanged is not taken for a change.
 */
final class Change {
  private static final HookPoint CUSTOM = new HookPoint.Custom("state_change");
  private static final List<HookPoint> BEFORE = List.of(StandardPoint.BEFORE_STATE_WRITE, CUSTOM);
  private static final List<HookPoint> AFTER = List.of(StandardPoint.AFTER_STATE_WRITE, CUSTOM);
  private static final String CHANGED = "state.changed";
  private static final String DELETED = "state.deleted";
  private static final String VALUE = "value";
  private static final String NEW_VALUE = "new_value";

  private final Surroundings surroundings;
  private final String operation;
  private final Address address;
  private final StateClass stateClass;
  private final @Nullable Object oldValue;
  private @Nullable Object value;

  Change(
      Surroundings surroundings,
      String operation,
      Address address,
      StateClass stateClass,
      @Nullable Object oldValue,
      @Nullable Object value) {
    this.surroundings = surroundings;
    this.operation = operation;
    this.address = address;
    this.stateClass = stateClass;
    this.oldValue = oldValue;
    this.value = value;
  }

  /** Whether anybody would hear of changes. */
  static boolean isObserved(Surroundings surroundings) {
    return surroundings.hasHooks(StandardPoint.BEFORE_STATE_WRITE)
        || surroundings.hasHooks(StandardPoint.AFTER_STATE_WRITE)
        || surroundings.hasHooks(CUSTOM)
        || surroundings.hasSubscribers(CHANGED)
        || surroundings.hasSubscribers(DELETED);
  }

  /** The value to set after all changes. */
  @Nullable Object value() {
    return value;
  }

  Address address() {
    return address;
  }

  /**
   * Asks the hooks before the change.
   *
   * @throws org.llmspell.core.error.SpellException when one of them cancels it
   */
  void before() {
    for (HookPoint point : BEFORE) {
      if (!surroundings.hasHooks(point)) {
        continue;
      }
      Object shown = shown(value);
      HookOutcome outcome = surroundings.fire(point, data(shown), metadata(shown));
      outcome
          .find(HookResult.Cancel.class)
          .ifPresent(cancel -> {
            throw HookRefusal.error(
                "Writing '%s' in scope '%s' was cancelled by a hook: %s"
                    .formatted(address.key(), address.scope().text(), cancel.reason()));
          });
      take(outcome, shown);
    }
  }

  private void take(HookOutcome outcome, @Nullable Object shown) {
    var replace = outcome.find(HookResult.Replace.class);
    if (replace.isPresent()) {
      value = replace.get().data();
    } else if (outcome.modified()) {
      value = Modified.value(outcome.data(), shown, value, VALUE, NEW_VALUE);
    }
  }

  /** Tells hooks and subscribers that the change has happened. */
  void after() {
    Object shown = shown(value);
    for (HookPoint point : AFTER) {
      if (surroundings.hasHooks(point)) {
        Map<String, String> metadata = metadata(shown);
        metadata.put("success", "true");
        metadata.put("final_value", PlainJson.compact(shown));
        Map<String, @Nullable Object> data = data(shown);
        data.put("success", true);
        surroundings.fire(point, data, metadata);
      }
    }
    boolean deleted = operation.endsWith("delete");
    surroundings.publish(
        deleted ? DELETED : CHANGED,
        () -> {
          Map<String, @Nullable Object> data = new LinkedHashMap<>();
          data.put("scope", address.scope().text());
          data.put("key", address.key());
          data.put("old_value", shown(oldValue));
          if (!deleted) {
            data.put(NEW_VALUE, shown);
          }
          return data;
        });
  }

  private Map<String, @Nullable Object> data(@Nullable Object shown) {
    Map<String, @Nullable Object> data = new LinkedHashMap<>();
    data.put("operation", operation);
    data.put("scope", address.scope().text());
    data.put("key", address.key());
    data.put(VALUE, shown);
    data.put("old_value", shown(oldValue));
    data.put(NEW_VALUE, shown);
    return data;
  }

  private Map<String, String> metadata(@Nullable Object shown) {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("operation", operation);
    metadata.put("scope", address.scope().text());
    metadata.put("key", address.key());
    metadata.put("old_value", PlainJson.compact(shown(oldValue)));
    metadata.put(NEW_VALUE, PlainJson.compact(shown));
    return metadata;
  }

  private @Nullable Object shown(@Nullable Object any) {
    return shown(stateClass, any);
  }

  /** What may be shown of a value of a class. */
  static @Nullable Object shown(StateClass stateClass, @Nullable Object value) {
    return switch (stateClass) {
      case SENSITIVE -> value == null ? null : Redaction.TEXT;
      case EXTERNAL -> Redaction.value(value);
      case STANDARD, EPHEMERAL, TRUSTED -> value;
    };
  }

  /** What hooks have made of a value. */
  static final class Modified {
    private Modified() {}

    /**
     * The value of the data that a hook has given back: a field that is not as it was shown, or
     * else the value as it was; data that is no table is the value itself.
     */
    static @Nullable Object value(
        @Nullable Object data, @Nullable Object shown, @Nullable Object value, String... fields) {
      if (!(data instanceof Map<?, ?> map)) {
        return data;
      }
      for (String field : fields) {
        if (map.containsKey(field) && !Objects.equals(map.get(field), shown)) {
          return map.get(field);
        }
      }
      return value;
    }
  }
}
