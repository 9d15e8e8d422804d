package org.llmspell.providers;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.model.ModelCapabilities;
import org.llmspell.core.model.ModelName;
import org.llmspell.core.model.ModelRegistry;
import org.llmspell.core.model.ProviderInfo;
import org.llmspell.core.script.ScriptArguments;
import org.llmspell.core.script.ScriptFunction;
import org.llmspell.core.script.ScriptObject;
import org.llmspell.core.script.ScriptSession;

/** The functions of the global {@code Provider} for one script. */
final class ProviderFunctions implements ScriptObject {
  private final ModelRegistry registry;
  private final ScriptedProvider scripted;
  private final ScriptSession session;
  private final Matcher matcher;

  /** Whether a text has in it what a pattern of a language describes. */
  @FunctionalInterface
  interface Matcher {
    boolean matches(String language, String text, String pattern);
  }

  ProviderFunctions(
      ModelRegistry registry, ScriptedProvider scripted, ScriptSession session, Matcher matcher) {
    this.registry = registry;
    this.scripted = scripted;
    this.session = session;
    this.matcher = matcher;
  }

  @Override
  public Map<String, Object> members() {
    Map<String, Object> members = new LinkedHashMap<>();
    put(members, "list", _ -> registry.providers().stream().map(this::listed).toList());
    put(members, "get", this::get);
    put(members, "getCapabilities", this::capabilities);
    put(members, "isAvailable", this::isAvailable);
    put(members, "script", this::script);
    put(members, "calls", args -> scripted.get(modelName(args), session.context()).calls());
    return members;
  }

  private static void put(Map<String, Object> members, String name, ScriptFunction function) {
    members.put(name, function);
  }

  private Map<String, @Nullable Object> listed(ProviderInfo info) {
    Map<String, @Nullable Object> table = plain(info);
    Map<String, @Nullable Object> capabilities = plain(info.capabilities());
    capabilities.put("available_models", models(info));
    table.put("capabilities", capabilities);
    return table;
  }

  private static List<String> models(ProviderInfo info) {
    String byDefault = info.defaultModel();
    return info.models().isEmpty() && byDefault != null ? List.of(byDefault) : info.models();
  }

  private @Nullable Object get(ScriptArguments args) {
    return registry.provider(args.text(0, "name")).map(ProviderFunctions::plain).orElse(null);
  }

  private @Nullable Object capabilities(ScriptArguments args) {
    return registry
        .provider(args.text(0, "name"))
        .map(info -> plain(info.capabilities()))
        .orElse(null);
  }

  private boolean isAvailable(ScriptArguments args) {
    return registry.provider(args.text(0, "name")).map(this::isUsable).orElse(false);
  }

  /** Without a model, the provider of scripted models has nothing to offer. */
  private boolean isUsable(ProviderInfo info) {
    return info.isAvailable()
        && (!info.type().equals(ScriptedProvider.NAME) || !scripted.names().isEmpty());
  }

  private static Map<String, @Nullable Object> plain(ProviderInfo info) {
    Map<String, @Nullable Object> table = new LinkedHashMap<>();
    table.put("name", info.name());
    table.put("type", info.type());
    table.put("description", info.description());
    table.put("enabled", info.enabled());
    table.put("available", info.isAvailable());
    table.put("default_model", info.defaultModel());
    table.put("problem", info.problem());
    table.put("capabilities", plain(info.capabilities()));
    return table;
  }

  private static Map<String, @Nullable Object> plain(ModelCapabilities capabilities) {
    Map<String, @Nullable Object> table = new LinkedHashMap<>();
    table.put("supports_streaming", capabilities.streaming());
    table.put("supports_multimodal", capabilities.images());
    table.put("supports_tools", capabilities.tools());
    table.put("supports_json", capabilities.json());
    table.put("max_context_tokens", whole(capabilities.maxContextTokens()));
    table.put("max_output_tokens", whole(capabilities.maxOutputTokens()));
    return table;
  }

  private static @Nullable Long whole(@Nullable Integer number) {
    return number == null ? null : Long.valueOf(number);
  }

  /** Defines a scripted model until the script ends; gives its full name. */
  private String script(ScriptArguments args) {
    String name = modelName(args);
    var full = new ModelName(ScriptedProvider.NAME, name);
    String language = session.language();
    var script =
        new Script(
            full,
            Rule.parseAll(args.get(1)),
            (text, pattern) -> matcher.matches(language, text, pattern));
    scripted.define(name, session.context(), script);
    session.onClose(() -> scripted.forget(name, script));
    return full.toString();
  }

  /** With or without the provider in front. */
  private static String modelName(ScriptArguments args) {
    String name = args.text(0, "name").strip();
    String prefix = ScriptedProvider.NAME + "/";
    String model = name.startsWith(prefix) ? name.substring(prefix.length()) : name;
    if (model.isEmpty()) {
      throw SpellException.validation(
          "name", "%s: the name of the model is empty".formatted(args.function()));
    }
    return model;
  }
}
