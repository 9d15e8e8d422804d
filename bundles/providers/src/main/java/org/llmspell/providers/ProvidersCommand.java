package org.llmspell.providers;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.command.Command;
import org.llmspell.core.command.CommandCall;
import org.llmspell.core.command.CommandRunner;
import org.llmspell.core.command.CommandSpec;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.model.ModelRegistry;
import org.llmspell.core.model.ProviderInfo;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/** The command {@code providers}. */
@Component(configurationPolicy = ConfigurationPolicy.IGNORE)
@CommandSpec(
    name = "providers",
    summary =
        "Shows the providers of language models that are configured or have a key; 'info NAME' one of all, 'test NAME' asks it something",
    parameters = "[ACTION] [NAME]",
    options = {
      "-d, --detailed: also models, addresses, and what they can do",
      "-m, --model MODEL: for 'test', the model to ask in place of the default one"
    })
public final class ProvidersCommand implements Command {
  private final ModelRegistry registry;

  /** Over the providers of the container. */
  @Activate
  public ProvidersCommand(@Reference ModelRegistry registry) {
    this.registry = registry;
  }

  @Override
  public int run(CommandCall call) {
    List<String> words = call.parameters();
    switch (words.isEmpty() ? "list" : words.getFirst()) {
      case "list" -> {
        refuseMore(words, 1);
        list(call);
      }
      case "info" -> info(named(words), call);
      case "test" -> Trial.of(registry, named(words), call.option("model")).answer(call);
      default -> {
        refuseMore(words, 1);
        info(required(words.getFirst()), call);
      }
    }
    return CommandRunner.OK;
  }

  private static void refuseMore(List<String> words, int count) {
    if (words.size() > count) {
      throw SpellException.validation(
          "ACTION",
          "'%s' is no action of providers: list, info or test".formatted(words.getFirst()));
    }
  }

  private ProviderInfo named(List<String> words) {
    if (words.size() < 2) {
      throw SpellException.validation(
          "NAME",
          "Which provider? Write: llmspell providers %s NAME; 'llmspell providers' shows those there are"
              .formatted(words.getFirst()));
    }
    return required(words.get(1));
  }

  private ProviderInfo required(String name) {
    return registry
        .provider(name)
        .orElseThrow(() ->
            SpellException.configuration(
                "There is no provider '%s'; 'llmspell providers' shows those there are"
                    .formatted(name),
                null));
  }

  private static void info(ProviderInfo info, CommandCall call) {
    call.answer(String.join("\n", lines(info, true)), plain(info));
  }

  private void list(CommandCall call) {
    List<ProviderInfo> infos = registry.providers();
    List<String> lines = new ArrayList<>();
    infos.forEach(info -> lines.addAll(lines(info, call.flag("detailed"))));
    call.answer(
        infos.isEmpty()
            ? "No providers are configured. Keep a key with 'llmspell keys add openai', or see docs/providers.md"
            : "Available Providers:\n" + String.join("\n", lines),
        infos.stream().map(ProvidersCommand::plain).toList());
  }

  private static List<String> lines(ProviderInfo info, boolean detailed) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "  - %s%s%s"
            .formatted(
                info.name(),
                info.type().equals(info.name()) ? "" : " (" + info.type() + ")",
                info.isAvailable() ? "" : ": " + info.problem()));
    if (detailed) {
      if (!info.description().isEmpty()) {
        lines.add("      " + info.description());
      }
      add(lines, "address", info.baseUrl());
      add(lines, "default model", info.defaultModel());
      add(lines, "models", info.models().isEmpty() ? null : String.join(", ", info.models()));
      add(lines, "can", String.join(", ", abilities(info)));
    }
    return lines;
  }

  private static void add(List<String> lines, String name, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      lines.add("      %s: %s".formatted(name, value));
    }
  }

  private static List<String> abilities(ProviderInfo info) {
    List<String> abilities = new ArrayList<>();
    var capabilities = info.capabilities();
    if (capabilities.streaming()) {
      abilities.add("streaming");
    }
    if (capabilities.tools()) {
      abilities.add("tools");
    }
    if (capabilities.images()) {
      abilities.add("images");
    }
    if (capabilities.json()) {
      abilities.add("JSON");
    }
    return abilities;
  }

  private static Map<String, @Nullable Object> plain(ProviderInfo info) {
    Map<String, @Nullable Object> plain = new LinkedHashMap<>();
    plain.put("name", info.name());
    plain.put("type", info.type());
    plain.put("description", info.description());
    plain.put("enabled", info.enabled());
    plain.put("available", info.isAvailable());
    plain.put("problem", info.problem());
    plain.put("base_url", info.baseUrl());
    plain.put("default_model", info.defaultModel());
    plain.put("models", info.models());
    plain.put("supports_streaming", info.capabilities().streaming());
    plain.put("supports_multimodal", info.capabilities().images());
    plain.put("supports_tools", info.capabilities().tools());
    plain.put("supports_json", info.capabilities().json());
    return plain;
  }
}
