package org.llmspell.providers;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.ErrorKind;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.model.LanguageModel;
import org.llmspell.core.model.ModelName;
import org.llmspell.core.model.ModelOptions;
import org.llmspell.core.model.ModelRegistry;
import org.llmspell.core.model.ProviderInfo;
import org.llmspell.core.secret.SecretStore;
import org.llmspell.core.security.guard.SecretRedactor;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/**
 * The registry of language models. Models that were given out live on when the settings change, so
 * it is not made anew for them.
 */
@Component(name = "org.llmspell.providers", service = ModelRegistry.class)
public final class ModelService implements ModelRegistry, ModelHandle.Routes {
  private static final Duration GAP = Duration.ofSeconds(5);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** In front of a name: asks the model, and keeps what it answers. */
  private static final String RECORD = "record:";

  /** In front of a name: answers what was kept. */
  private static final String REPLAY = "replay:";

  /** The provider of models without one, when the settings name none. */
  private static final String USUAL = "openai";

  private final ProviderTable table;
  private final Keys keys;
  private final ScriptedProvider scripted;
  private final Rates rates = new Rates(System::nanoTime);
  private final Calls calls = new Calls();
  private final Attempts attempts;
  private final AutoCloseable tracker;
  private final Path home;
  private volatile Optional<SecretRedactor> redactor = Optional.empty();
  private volatile AllSettings settings;

  /** Starts to look for providers. */
  @Activate
  public ModelService(
      BundleContext context, @Reference ScriptedProvider scripted, Map<String, Object> properties) {
    this.table = new ProviderTable(GAP, PATIENCE);
    this.keys = new Keys(System.getenv());
    this.scripted = scripted;
    this.attempts = new Attempts(random());
    this.settings = AllSettings.of(properties);
    this.home = home(context.getProperty("llmspell.home"));
    var found = new ProviderTracker(context, table);
    this.tracker = found;
    found.open();
  }

  /** Over a table that is filled by others. */
  ModelService(
      ProviderTable table, Keys keys, ScriptedProvider scripted, AllSettings settings, Path home) {
    this.home = home;
    this.table = table;
    this.keys = keys;
    this.scripted = scripted;
    this.attempts = new Attempts(random());
    this.settings = settings;
    this.tracker = () -> {};
  }

  private static Path home(@Nullable String folder) {
    return folder == null ? Path.of(System.getProperty("user.home"), ".llmspell") : Path.of(folder);
  }

  private static RandomGenerator random() {
    return () -> ThreadLocalRandom.current().nextLong();
  }

  @Deactivate
  void close() {
    Calls.close(tracker);
    table.close();
  }

  /** The settings have changed: requests from now on use the new ones. */
  @Modified
  void modified(Map<String, Object> properties) {
    settings = AllSettings.of(properties);
  }

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      unbind = "removeStore")
  void addStore(SecretStore store) {
    keys.store(store);
  }

  void removeStore(SecretStore store) {
    keys.removeStore(store);
  }

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      unbind = "removeRedactor")
  void addRedactor(SecretRedactor newRedactor) {
    redactor = Optional.of(newRedactor);
  }

  void removeRedactor(SecretRedactor old) {
    if (redactor.filter(known -> known == old).isPresent()) {
      redactor = Optional.empty();
    }
  }

  @Override
  public LanguageModel model(String name, ModelOptions options) {
    String text = name.strip();
    if (text.startsWith(RECORD)) {
      ModelName inner = resolve(text.substring(RECORD.length()));
      return new RecordingModel(
          new ModelHandle(inner, options, this), recording(inner), this::withoutSecrets);
    }
    if (text.startsWith(REPLAY)) {
      ModelName inner = resolve(text.substring(REPLAY.length()));
      return new ReplayedModel(inner, recording(inner), this::withoutSecrets);
    }
    return new ModelHandle(resolve(text), options, this);
  }

  private RecordingFile recording(ModelName name) {
    return RecordingFile.of(home.resolve(settings.recordings().orElse("recordings")), name);
  }

  private Map<String, @Nullable Object> withoutSecrets(Map<String, @Nullable Object> values) {
    return redactor.map(known -> known.redactAll(values)).orElse(values);
  }

  @Override
  public ModelName resolve(String name) {
    return ModelName.parse(name, settings.defaultProvider().orElse(USUAL));
  }

  @Override
  public Optional<ModelName> defaultModel() {
    Catalogue catalogue = catalogue();
    return settings
        .defaultProvider()
        .or(() -> catalogue.usable().stream().map(ProviderInfo::name).findFirst())
        .flatMap(catalogue::defaultModel);
  }

  @Override
  public Optional<ModelName> defaultModel(String provider) {
    return catalogue().defaultModel(provider.toLowerCase(Locale.ROOT));
  }

  @Override
  public List<ProviderInfo> providers() {
    return catalogue().usable();
  }

  @Override
  public Optional<ProviderInfo> provider(String name) {
    return catalogue().find(name.toLowerCase(Locale.ROOT));
  }

  private Catalogue catalogue() {
    return new Catalogue(settings, table, keys, scripted.names(), keys.known());
  }

  @Override
  public ModelHandle.Route route(ModelName name, ModelOptions options) {
    ProviderSettings own = settings.of(name.provider());
    return new LiveRoute(name, options, own, table.find(own.type()), keys);
  }

  @Override
  public void count(ModelHandle.Route route, Call call) {
    ProviderSettings own = settings.of(call.name().provider());
    if (own.requestsPerMinute().isEmpty()) {
      return;
    }
    while (true) {
      Duration pause = rates.ask(own.name(), own.requestsPerMinute().get());
      if (pause.isZero()) {
        return;
      }
      if (!own.waitsForRate()) {
        throw new SpellException(
            new ErrorKind.RateLimit(pause),
            "providers.%s.rate_limit.requests_per_minute = %d is reached; try again in %d ms"
                .formatted(own.name(), own.requestsPerMinute().get(), pause.toMillis()));
      }
      Calls.pause(pause, call.context(), call.name());
    }
  }

  @Override
  public ProviderTable table() {
    return table;
  }

  @Override
  public Calls calls() {
    return calls;
  }

  @Override
  public Attempts attempts() {
    return attempts;
  }
}
