package org.llmspell.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.config.Settings;
import org.llmspell.core.config.SettingsLoader;
import org.llmspell.core.config.SettingsSource;
import org.llmspell.core.error.SpellException;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;

/**
 * Reads the files, then lets the environment, the command line and what scripts have changed cover
 * them. Thread-safe.
 */
@Component(
    service = {SettingsLoader.class, LayeredSettings.class},
    configurationPolicy = ConfigurationPolicy.IGNORE)
public final class LayeredSettings implements SettingsLoader {
  private final Supplier<Bundle[]> bundles;
  private volatile Loaded last = new Loaded(Settings.NONE, new Layers(List.of()));
  private volatile Map<String, @Nullable Object> runtime = Map.of();

  /** Settings and where they came from. */
  private record Loaded(Settings settings, Layers layers) {}

  /** For the settings that the bundles of a container know. */
  @Activate
  public LayeredSettings(BundleContext context) {
    this(context::getBundles);
  }

  LayeredSettings(Supplier<Bundle[]> bundles) {
    this.bundles = bundles;
  }

  @Override
  public Settings load(
      Optional<Path> file, Path workingDirectory, Map<String, String> environment) {
    return load(new SettingsSource(file, workingDirectory, environment, List.of()), _ -> {});
  }

  @Override
  public Settings load(SettingsSource source, Consumer<String> warnings) {
    return load(readAll(source), warnings);
  }

  /** The settings without what scripts have changed. */
  Settings loadBase(SettingsSource source, Consumer<String> warnings) {
    return load(read(source), warnings);
  }

  private Settings load(Layers layers, Consumer<String> warnings) {
    if (layers.all().isEmpty()) {
      return Settings.NONE;
    }
    Findings findings = findings(layers);
    if (!findings.errors().isEmpty()) {
      throw SpellException.configuration(findings.errors().getFirst(), null);
    }
    findings.warnings().forEach(warnings);
    Settings settings = layers.settings();
    last = new Loaded(settings, layers);
    return settings;
  }

  /**
   * Reads all layers, whatever is in them.
   *
   * @throws SpellException of kind Configuration when one can not be read
   */
  Layers read(SettingsSource source) {
    List<Layer> layers = new ArrayList<>();
    for (SettingsFile file : SettingsFile.find(source)) {
      layers.add(Layer.of(file.origin(), TomlFile.read(file.path())));
    }
    EnvironmentOverrides.layer(source.environment(), Keys::ofTable).ifPresent(layers::add);
    Assignments.layer(source.assignments()).ifPresent(layers::add);
    return new Layers(layers);
  }

  /** All layers, and what scripts have changed in this container over them. */
  Layers readAll(SettingsSource source) {
    Map<String, @Nullable Object> changed = runtime;
    Layers layers = read(source);
    return changed.isEmpty() ? layers : layers.with(Layer.named(Layer.SCRIPT, changed, Map.of()));
  }

  /** What scripts have changed, for all settings that are loaded from now on. */
  void runtime(Map<String, @Nullable Object> changed) {
    runtime = changed;
  }

  /** What is wrong with settings. */
  Findings findings(Layers layers) {
    return Findings.of(layers, Keys.ofTable(), this::keys);
  }

  /** All settings that are known to somebody. */
  Keys keys() {
    Set<String> pids = Sections.rows().stream().map(Sections.Row::pid).collect(Collectors.toSet());
    return Keys.ofTable().with(new Metatype(bundles.get(), pids));
  }

  /** Where the settings that were read last came from, if these are those. */
  Optional<Layers> layersOf(Settings settings) {
    Loaded loaded = last;
    return loaded.settings == settings ? Optional.of(loaded.layers) : Optional.empty();
  }

  /** Where a setting is, for messages; empty when that is not known. */
  static String place(@Nullable Layers layers, String key) {
    List<String> path = KeyPath.parse(key);
    return layers == null
        ? ""
        : layers.holder(path).map(layer -> layer.places().apply(path).value()).orElse("");
  }
}
