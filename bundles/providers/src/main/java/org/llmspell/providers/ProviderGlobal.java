package org.llmspell.providers;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.llmspell.core.model.ModelRegistry;
import org.llmspell.core.script.ScriptEngine;
import org.llmspell.core.script.ScriptGlobal;
import org.llmspell.core.script.ScriptSession;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.ComponentServiceObjects;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** The global {@code Provider}: which language models there are, and scripted ones for tests. */
@Component
public final class ProviderGlobal implements ScriptGlobal {
  private final ComponentServiceObjects<ModelRegistry> registries;
  private final ScriptedProvider scripted;
  private final Map<ServiceReference<ScriptEngine>, ScriptEngine> engines =
      new ConcurrentHashMap<>();

  /** The global; the registry is started when a script uses it. */
  @Activate
  public ProviderGlobal(
      @Reference(service = ModelRegistry.class) ComponentServiceObjects<ModelRegistry> registries,
      @Reference ScriptedProvider scripted) {
    this.registries = registries;
    this.scripted = scripted;
  }

  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      unbind = "removeEngine")
  void addEngine(ServiceReference<ScriptEngine> reference, ScriptEngine engine) {
    engines.put(reference, engine);
  }

  void removeEngine(ServiceReference<ScriptEngine> reference) {
    engines.remove(reference);
  }

  @Override
  public List<String> names() {
    return List.of("Provider");
  }

  @Override
  public Object open(ScriptSession session) {
    ModelRegistry registry = registries.getService();
    session.onClose(() -> registries.ungetService(registry));
    return new ProviderFunctions(registry, scripted, session, this::matches);
  }

  /** Whether a text fits a pattern of a language. */
  private boolean matches(String language, String text, String pattern) {
    return engines.values().stream()
        .filter(engine -> engine.language().equals(language))
        .findFirst()
        .map(engine -> engine.matches(text, pattern))
        .orElseGet(() -> text.contains(pattern));
  }
}
