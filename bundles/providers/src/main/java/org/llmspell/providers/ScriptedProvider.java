package org.llmspell.providers;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.context.SharedMemory;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.model.LanguageModel;
import org.llmspell.core.model.ModelCapabilities;
import org.llmspell.core.model.ModelProvider;
import org.llmspell.core.model.ModelProviderSpec;
import org.llmspell.core.model.ModelReply;
import org.llmspell.core.model.ModelRequest;
import org.llmspell.core.model.ModelSettings;
import org.llmspell.core.model.ModelStream;
import org.osgi.service.component.annotations.Component;

/**
 * The provider {@code scripted}: models whose replies a script or a test defines. Scripts that run
 * at once may use the same names: a request is answered by the model that its own script has
 * defined last, and by the last of all when that script has none of the name.
 */
@Component(service = {ModelProvider.class, ScriptedProvider.class})
@ModelProviderSpec(
    name = ScriptedProvider.NAME,
    description = "Models whose replies a script defines, for tests without a network",
    key_required = false,
    remote = false,
    listed = false)
public final class ScriptedProvider implements ModelProvider {
  static final String NAME = "scripted";

  /**
   * A model.
   *
   * @param run what all contexts of the run that has defined it have in common
   */
  private record Definition(SharedMemory run, Script script) {}

  /** By name; each list in the order of definition. */
  private final Map<String, List<Definition>> models = new ConcurrentHashMap<>();

  /** Defines a model for the run of a context, in place of one of the same name and run. */
  void define(String name, ExecutionContext context, Script script) {
    SharedMemory run = context.sharedMemory();
    models.compute(
        name,
        (_, known) -> {
          List<Definition> all = new ArrayList<>(known == null ? List.of() : known);
          all.removeIf(definition -> definition.run == run);
          all.add(new Definition(run, script));
          return List.copyOf(all);
        });
  }

  /** Forgets a model, unless it was defined anew. */
  void forget(String name, Script script) {
    models.computeIfPresent(
        name,
        (_, known) -> {
          List<Definition> rest =
              known.stream().filter(definition -> definition.script != script).toList();
          return rest.isEmpty() ? null : rest;
        });
  }

  private Optional<Script> find(String name, ExecutionContext context) {
    List<Definition> known = models.getOrDefault(name, List.of());
    return known.stream()
        .filter(definition -> definition.run == context.sharedMemory())
        .findFirst()
        .or(() -> known.isEmpty() ? Optional.empty() : Optional.of(known.getLast()))
        .map(Definition::script);
  }

  /** The models there are, by name. */
  List<String> names() {
    return models.keySet().stream().sorted().toList();
  }

  @Override
  public LanguageModel model(ModelSettings settings) {
    return new Scoped(settings.name().model());
  }

  /** The model of a name for the run of a context. */
  Script get(String name, ExecutionContext context) {
    return find(name, context)
        .orElseThrow(() ->
            SpellException.configuration(
                "There is no model 'scripted/%s'; define it first: Provider.script(\"%s\", {{reply = \"...\"}})"
                    .formatted(name, name),
                null));
  }

  /** Finds the script anew for each request. */
  private final class Scoped implements LanguageModel {
    private final String name;

    Scoped(String name) {
      this.name = name;
    }

    @Override
    public ModelCapabilities capabilities() {
      return Script.CAPABILITIES;
    }

    @Override
    public ModelReply generate(ModelRequest request, ExecutionContext context) {
      return get(name, context).generate(request, context);
    }

    @Override
    public ModelStream stream(ModelRequest request, ExecutionContext context) {
      return get(name, context).stream(request, context);
    }
  }
}
