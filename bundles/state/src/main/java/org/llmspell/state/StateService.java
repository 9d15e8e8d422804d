package org.llmspell.state;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.event.EventBus;
import org.llmspell.core.hook.HookExecutor;
import org.llmspell.core.state.SetOptions;
import org.llmspell.core.state.StateClass;
import org.llmspell.core.state.StateInfo;
import org.llmspell.core.state.StateScope;
import org.llmspell.core.state.StateStore;
import org.llmspell.state.store.StateRecord;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** The values in scopes, with hooks and events around every change of an observed class. */
@Component(service = {StateStore.class, StateService.class})
public final class StateService implements StateStore {
  private static final String SET = "state_set";
  private static final String DELETE = "state_delete";

  private final StoreService stores;
  private final EphemeralEntries ephemeral;
  private final Entries entries;
  private final Listing listing;
  private final ScopeChanges scopeChanges;
  private final Surroundings surroundings = new Surroundings();

  /** Over the store of the container. */
  @Activate
  public StateService(@Reference StoreService stores) {
    this(stores, EphemeralEntries.LIMIT);
  }

  StateService(StoreService stores, int ephemeralLimit) {
    this.stores = stores;
    this.ephemeral =
        new EphemeralEntries(
            stores.settings().maxValueBytes(), ephemeralLimit, stores.upkeep()::awaken);
    stores.upkeep().add(ephemeral);
    this.entries = new Entries(stores, ephemeral);
    this.listing = new Listing(stores, ephemeral);
    this.scopeChanges = new ScopeChanges(stores, ephemeral, listing);
  }

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY,
      unbind = "removeHooks")
  void setHooks(HookExecutor executor) {
    surroundings.hooks(executor);
  }

  void removeHooks(HookExecutor executor) {
    if (surroundings.hooks() == executor) {
      surroundings.hooks(null);
    }
  }

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY,
      unbind = "removeBus")
  void setBus(EventBus bus) {
    surroundings.bus(bus);
  }

  void removeBus(EventBus bus) {
    if (surroundings.bus() == bus) {
      surroundings.bus(null);
    }
  }

  @Deactivate
  void close() {
    stores.upkeep().remove(ephemeral);
  }

  Surroundings surroundings() {
    return surroundings;
  }

  @Override
  public Optional<Object> get(StateScope scope, String key) {
    Address address = Address.of(scope, key);
    if (Reading.isObserved(surroundings)) {
      return Optional.ofNullable(new Reading(surroundings, entries).read(address));
    }
    StateRecord record = entries.read(address);
    return record == null ? Optional.empty() : Optional.ofNullable(record.value());
  }

  @Override
  public Optional<Object> getInherited(StateScope scope, String key) {
    Optional<StateScope> at = Optional.of(scope);
    while (at.isPresent()) {
      if (at.get().parent().isEmpty() || exists(at.get(), key)) {
        return get(at.get(), key);
      }
      at = at.get().parent();
    }
    return Optional.empty();
  }

  @Override
  public boolean exists(StateScope scope, String key) {
    return entries.read(Address.of(scope, key)) != null;
  }

  @Override
  public void set(StateScope scope, String key, @Nullable Object value, SetOptions options) {
    var setting = new Setting(Address.of(scope, key), value, options);
    if (setting.stateClass().isObserved() && Change.isObserved(surroundings)) {
      Change change = change(SET, setting);
      change.before();
      setting = setting.with(change.value());
      put(setting);
      change.after();
    } else {
      put(setting);
    }
  }

  private void put(Setting setting) {
    boolean safely = entries.isSafe(setting);
    entries.locked(
        setting.address(),
        () -> {
          entries.put(setting, safely);
          return true;
        });
    if (!safely) {
      settle(setting);
    }
  }

  private void settle(Setting setting) {
    if (setting.stateClass() != StateClass.EPHEMERAL) {
      entries.settle(setting.address().key(), setting.options().durable());
    }
  }

  private Change change(String operation, Setting setting) {
    StateRecord old = entries.read(setting.address());
    return new Change(
        surroundings,
        operation,
        setting.address(),
        setting.stateClass(),
        old == null ? null : old.value(),
        setting.value());
  }

  @Override
  public boolean delete(StateScope scope, String key) {
    return deleteAll(scope, List.of(key)) == 1;
  }

  @Override
  public long deleteAll(StateScope scope, Collection<String> keys) {
    Set<Address> there = new LinkedHashSet<>();
    List<Change> changes = new ArrayList<>();
    boolean observed = Change.isObserved(surroundings);
    for (String key : keys) {
      Address address = Address.of(scope, key);
      StateRecord record = entries.read(address);
      if (record == null || there.contains(address)) {
        continue;
      }
      there.add(address);
      if (observed && record.stateClass().isObserved()) {
        changes.add(
            new Change(surroundings, DELETE, address, record.stateClass(), record.value(), null));
      }
    }
    changes.forEach(Change::before);
    long removed =
        entries.locked(
            there,
            () -> {
              // Somebody else may have removed some meanwhile.
              List<Address> left =
                  there.stream().filter(address -> entries.read(address) != null).toList();
              entries.removeAll(left);
              return (long) left.size();
            });
    there.forEach(address -> entries.settle(address.key(), false));
    changes.forEach(Change::after);
    return removed;
  }

  @Override
  public List<String> keys(StateScope scope, String prefix) {
    return listing.keys(scope, prefix);
  }

  @Override
  public Map<String, @Nullable Object> all(StateScope scope) {
    return listing.all(scope);
  }

  @Override
  public List<StateScope> scopes() {
    return List.copyOf(listing.scopes());
  }

  @Override
  public long clear(StateScope scope) {
    long count = scopeChanges.clear(scope);
    tell("state.cleared", scope, "count", count);
    return count;
  }

  @Override
  public long copy(StateScope from, StateScope to) {
    long count = scopeChanges.transfer(from, to, false);
    tell("state.copied", from, "to", to.text());
    return count;
  }

  @Override
  public long move(StateScope from, StateScope to) {
    long count = scopeChanges.transfer(from, to, true);
    tell("state.moved", from, "to", to.text());
    return count;
  }

  private void tell(String type, StateScope scope, String field, Object value) {
    surroundings.publish(type, () -> Map.of("scope", scope.text(), field, value));
  }

  @Override
  public Map<String, @Nullable Object> getAll(StateScope scope, Collection<String> keys) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    keys.forEach(key -> get(scope, key).ifPresent(value -> values.put(key, value)));
    return values;
  }

  @Override
  public void setAll(
      StateScope scope, Map<String, ? extends @Nullable Object> values, SetOptions options) {
    List<Setting> settings = new ArrayList<>();
    values.forEach(
        (key, value) -> settings.add(new Setting(Address.of(scope, key), value, options)));
    List<Change> changes = new ArrayList<>();
    if (Change.isObserved(surroundings)) {
      for (int i = 0; i < settings.size(); i++) {
        Setting setting = settings.get(i);
        if (setting.stateClass().isObserved()) {
          Change change = change(SET, setting);
          change.before();
          changes.add(change);
          settings.set(i, setting.with(change.value()));
        }
      }
    }
    entries.locked(
        settings.stream().map(Setting::address).toList(),
        () -> {
          entries.putAll(settings);
          return true;
        });
    boolean durable = options.durable();
    for (Setting setting : settings) {
      settle(new Setting(setting.address(), null, durable ? options : SetOptions.DEFAULT));
      durable = false; // one sync is for all
    }
    changes.forEach(Change::after);
  }

  @Override
  public boolean compareAndSet(
      StateScope scope, String key, @Nullable Object expected, @Nullable Object value) {
    var setting = new Setting(Address.of(scope, key), value, SetOptions.DEFAULT);
    return new Conditional(surroundings, entries).compareAndSet(setting, expected)
        && settled(setting);
  }

  private boolean settled(Setting setting) {
    settle(setting);
    return true;
  }

  @Override
  public boolean setIfAbsent(
      StateScope scope, String key, @Nullable Object value, SetOptions options) {
    var setting = new Setting(Address.of(scope, key), value, options);
    return new Conditional(surroundings, entries).setIfAbsent(setting) && settled(setting);
  }

  @Override
  public long increment(StateScope scope, String key, long delta) {
    var setting = new Setting(Address.of(scope, key), delta, SetOptions.DEFAULT);
    long sum = new Conditional(surroundings, entries).increment(setting, delta);
    settle(setting);
    return sum;
  }

  @Override
  public void sync() {
    stores.open();
    stores.flusher().commit();
  }

  @Override
  public StateInfo info() {
    return stores.on(store ->
        store.reading(() ->
            new StateInfo(
                store.backend().traits(),
                store.folder(),
                store.backend().size(),
                ephemeral.size(),
                EphemeralEntries.LIMIT,
                store.isEncrypting())));
  }

  /** The error of an entry whose value does not fit. */
  static SpellException wrongType(Address address, String message) {
    return SpellException.validation(
        "value",
        "The value of '%s' in scope '%s' %s"
            .formatted(address.key(), address.scope().text(), message));
  }
}
