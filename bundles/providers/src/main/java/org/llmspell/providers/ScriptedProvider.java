package org.llmspell.providers;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.model.LanguageModel;
import org.llmspell.core.model.ModelProvider;
import org.llmspell.core.model.ModelProviderSpec;
import org.llmspell.core.model.ModelSettings;
import org.osgi.service.component.annotations.Component;

/** The provider {@code scripted}: models whose replies a script or a test defines. */
@Component(service = {ModelProvider.class, ScriptedProvider.class})
@ModelProviderSpec(
    name = ScriptedProvider.NAME,
    description = "Models whose replies a script defines, for tests without a network",
    key_required = false,
    remote = false,
    listed = false)
public final class ScriptedProvider implements ModelProvider {
  static final String NAME = "scripted";

  private final Map<String, Script> scripts = new ConcurrentHashMap<>();

  /** Defines a model, in place of one of the same name. */
  void define(String name, Script script) {
    scripts.put(name, script);
  }

  /** Forgets a model, unless it was defined anew. */
  void forget(String name, Script script) {
    scripts.remove(name, script);
  }

  Optional<Script> find(String name) {
    return Optional.ofNullable(scripts.get(name));
  }

  /** The models there are, by name. */
  List<String> names() {
    return scripts.keySet().stream().sorted().toList();
  }

  @Override
  public LanguageModel model(ModelSettings settings) {
    return get(settings.name().model());
  }

  /** The model of a name. */
  Script get(String name) {
    return find(name)
        .orElseThrow(() ->
            SpellException.configuration(
                "There is no model 'scripted/%s'; define it first: Provider.script(\"%s\", {{reply = \"...\"}})"
                    .formatted(name, name),
                null));
  }
}
