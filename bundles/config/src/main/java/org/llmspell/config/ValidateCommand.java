package org.llmspell.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.command.Command;
import org.llmspell.core.command.CommandCall;
import org.llmspell.core.command.CommandRunner;
import org.llmspell.core.command.CommandSpec;
import org.llmspell.core.config.Settings;
import org.llmspell.core.error.SpellException;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/** The command {@code validate}. */
@Component(configurationPolicy = ConfigurationPolicy.IGNORE)
@CommandSpec(
    name = "validate",
    summary = "Checks the settings and says what is wrong with them",
    settings = false)
public final class ValidateCommand implements Command {
  private static final List<String> PROVIDER_SETTINGS =
      List.of("default_provider", "recordings", "providers");

  private final LayeredSettings loader;
  private final BundleContext context;

  /** With what the bundles know. */
  @Activate
  public ValidateCommand(BundleContext context, @Reference LayeredSettings loader) {
    this.context = context;
    this.loader = loader;
  }

  @Override
  public int run(CommandCall call) {
    List<SettingsFile> files = SettingsFile.find(call.settingsSource());
    List<String> errors = new ArrayList<>();
    List<String> warnings = new ArrayList<>();
    check(call, errors, warnings);
    boolean valid = errors.isEmpty();
    Map<String, @Nullable Object> data = new LinkedHashMap<>();
    data.put("valid", valid);
    data.put("path", files.isEmpty() ? null : files.getLast().path().toString());
    data.put("warnings", warnings);
    data.put("errors", errors);
    call.answer(text(files, errors, warnings), data);
    if (!valid) {
      throw SpellException.configuration("Configuration validation failed", null);
    }
    return CommandRunner.OK;
  }

  private void check(CommandCall call, List<String> errors, List<String> warnings) {
    try {
      Layers layers = loader.read(call.settingsSource());
      Findings findings = loader.findings(layers);
      errors.addAll(findings.errors());
      warnings.addAll(findings.warnings());
      if (errors.isEmpty()) {
        Settings settings = layers.settings();
        Configurations.of(
            settings, context.getBundles(), key -> LayeredSettings.place(layers, key));
        provider(settings, errors);
        advise(settings, warnings);
      }
    } catch (SpellException e) {
      errors.add(e.message());
    }
  }

  /** The names of the providers that are configured. */
  static List<String> providers(Settings settings) {
    List<String> names = new ArrayList<>();
    if (settings.get("providers.providers").orElse(null) instanceof Map<?, ?> table) {
      table.keySet().forEach(name -> names.add(String.valueOf(name)));
    }
    if (settings.get("providers").orElse(null) instanceof Map<?, ?> table) {
      table.keySet().stream()
          .map(String::valueOf)
          .filter(name -> !PROVIDER_SETTINGS.contains(name) && !names.contains(name))
          .forEach(names::add);
    }
    return names;
  }

  private static void provider(Settings settings, List<String> errors) {
    Optional<String> wanted = settings.text("providers.default_provider");
    List<String> known = providers(settings);
    if (wanted.isPresent() && !known.contains(wanted.get())) {
      errors.add(
          "Setting 'providers.default_provider' is '%s' but there is no provider of that name; known: %s"
              .formatted(wanted.get(), known.isEmpty() ? "none" : String.join(", ", known)));
    }
  }

  private static void advise(Settings settings, List<String> warnings) {
    if (providers(settings).isEmpty()) {
      warnings.add("No providers configured");
    }
    if (!settings.flag("runtime.security.allow_network_access").orElse(true)) {
      warnings.add("Network access is disabled - LLM providers won't work");
    }
  }

  private static String text(List<SettingsFile> files, List<String> errors, List<String> warnings) {
    var text = new StringBuilder();
    text.append(errors.isEmpty() ? "Configuration is valid" : "Configuration is not valid");
    text.append(
        files.isEmpty()
            ? " (no file; the defaults hold)"
            : files.stream()
                .map(file -> file.path().toString())
                .collect(Collectors.joining(", ", ": ", "")));
    errors.forEach(error -> text.append("\n  error: ").append(error));
    warnings.forEach(warning -> text.append("\n  warning: ").append(warning));
    return text.toString();
  }
}
