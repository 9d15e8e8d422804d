package org.llmspell.agents;

import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.agent.AgentModel;
import org.llmspell.core.agent.AgentSpec;
import org.llmspell.core.agent.AgentTemplate;
import org.llmspell.core.agent.AgentTemplateInfo;
import org.llmspell.core.agent.AgentTemplateSpec;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.model.ModelName;
import org.llmspell.core.tool.ToolParameter;
import org.llmspell.core.tool.ToolSchema;
import org.osgi.framework.ServiceReference;

/** The templates that are registered; of several of one name the highest ranking is meant. */
final class Templates {
  private record Entry(AgentTemplateInfo info, Supplier<AgentTemplate> template) {}

  private final Map<ServiceReference<AgentTemplate>, Entry> entries = new ConcurrentHashMap<>();

  void add(ServiceReference<AgentTemplate> reference, Supplier<AgentTemplate> template) {
    entries.put(reference, new Entry(info(reference), template));
  }

  void remove(ServiceReference<AgentTemplate> reference) {
    entries.remove(reference);
  }

  private static AgentTemplateInfo info(ServiceReference<?> reference) {
    return new AgentTemplateInfo(
        text(reference, "name", ""),
        text(reference, "description", ""),
        text(reference, "category", "agent"),
        text(reference, "complexity", "standard"),
        !"false".equals(text(reference, "model.required", "true")),
        texts(reference.getProperty(AgentTemplateSpec.PREFIX_ + "keywords")));
  }

  private static String text(ServiceReference<?> reference, String key, String otherwise) {
    Object value = reference.getProperty(AgentTemplateSpec.PREFIX_ + key);
    return value == null ? otherwise : value.toString();
  }

  private static List<String> texts(@Nullable Object value) {
    return switch (value) {
      case null -> List.of();
      case String[] array -> Arrays.asList(array);
      case List<?> list -> list.stream().map(String::valueOf).toList();
      default -> List.of(value.toString());
    };
  }

  List<AgentTemplateInfo> list() {
    return entries.values().stream()
        .map(Entry::info)
        .collect(Collectors.toMap(AgentTemplateInfo::name, info -> info, (a, _) -> a, TreeMap::new))
        .values()
        .stream()
        .toList();
  }

  private AgentTemplate find(String name) {
    String folded = Names.fold(name);
    Optional<Entry> entry =
        entries.entrySet().stream()
            .filter(e -> Names.fold(e.getValue().info().name()).equals(folded))
            .max(Map.Entry.comparingByKey(Comparator.naturalOrder()))
            .map(Map.Entry::getValue);
    if (entry.isEmpty()) {
      List<String> known = list().stream().map(AgentTemplateInfo::name).toList();
      throw SpellException.validation(
          "template",
          "Unknown agent template '%s'%s; there are: %s"
              .formatted(name, Names.hint(name, known), String.join(", ", known)));
    }
    return entry.get().template().get();
  }

  AgentSpec spec(
      String template,
      String name,
      Map<String, ? extends @Nullable Object> parameters,
      Supplier<ModelName> defaultModel) {
    AgentTemplate found = find(template);
    Map<String, @Nullable Object> own = new LinkedHashMap<>();
    Map<String, @Nullable Object> rest = new LinkedHashMap<>(parameters);
    for (ToolParameter parameter : found.parameters()) {
      Object value = rest.remove(parameter.name());
      own.put(parameter.name(), value == null ? parameter.defaultValue() : value);
    }
    ToolSchema.of(template, template, found.parameters()).validate(own);
    AgentSpec.Builder builder = found.prepare(own).name(name);
    new SpecReader("").apply(rest, builder);
    AgentModel model = builder.model();
    if (model == null && needsModel(builder)) {
      new SpecReader("").model(defaultModel.get(), rest, builder);
    }
    return builder.build();
  }

  private static boolean needsModel(AgentSpec.Builder builder) {
    return builder.type() == AgentSpec.Type.LLM;
  }
}
