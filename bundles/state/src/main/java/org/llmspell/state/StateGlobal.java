package org.llmspell.state;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.script.ScriptFunction;
import org.llmspell.core.script.ScriptGlobal;
import org.llmspell.core.script.ScriptObject;
import org.llmspell.core.script.ScriptSession;
import org.llmspell.core.state.StateStore;
import org.llmspell.state.store.StateFunctions;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** The global {@code State}: values in scopes, and what other parts of this bundle add. */
@Component(service = ScriptGlobal.class)
public final class StateGlobal implements ScriptGlobal {
  private final StateStore store;
  private final Map<ServiceReference<StateFunctions>, StateFunctions> more =
      new ConcurrentHashMap<>();

  /** Over the store of the container. */
  @Activate
  public StateGlobal(@Reference StateStore store) {
    this.store = store;
  }

  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      unbind = "removeFunctions")
  void addFunctions(ServiceReference<StateFunctions> reference, StateFunctions functions) {
    more.put(reference, functions);
  }

  void removeFunctions(ServiceReference<StateFunctions> reference) {
    more.remove(reference);
  }

  @Override
  public List<String> names() {
    return List.of("State");
  }

  @Override
  public Object open(ScriptSession session) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.putAll(new ScopedFunctions(store, session).functions());
    members.putAll(new ComponentFunctions(store, session).functions());
    members.put("scope", ScopedFunctions.scopes());
    more.entrySet().stream()
        .sorted(Map.Entry.comparingByKey(Comparator.naturalOrder()))
        .forEach(entry -> {
          Map<String, ScriptFunction> functions = entry.getValue().open(session);
          members.putAll(functions);
        });
    return (ScriptObject) () -> members;
  }
}
