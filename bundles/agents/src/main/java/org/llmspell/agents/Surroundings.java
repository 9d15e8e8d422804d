package org.llmspell.agents;

import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.config.ContainerSettings;
import org.llmspell.core.config.Settings;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.event.EventBus;
import org.llmspell.core.event.UniversalEvent;
import org.llmspell.core.hook.HookComponent;
import org.llmspell.core.hook.HookContext;
import org.llmspell.core.hook.HookExecutor;
import org.llmspell.core.hook.HookOutcome;
import org.llmspell.core.hook.HookPoint;
import org.llmspell.core.model.ModelRegistry;
import org.llmspell.core.security.guard.SecretRedactor;
import org.llmspell.core.state.AgentStates;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** The services that agents use as far as they are there. All may come and go. */
@Component(service = Surroundings.class)
public final class Surroundings {
  private static final System.Logger LOG = System.getLogger("llmspell.agents");

  private volatile @Nullable HookExecutor hooks;
  private volatile @Nullable EventBus bus;
  private volatile @Nullable ModelRegistry models;
  private volatile @Nullable AgentStates states;
  private volatile @Nullable ContainerSettings settings;
  private volatile @Nullable SecretRedactor redactor;

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY,
      unbind = "removeHooks")
  void setHooks(HookExecutor executor) {
    hooks = executor;
  }

  void removeHooks(HookExecutor executor) {
    hooks = hooks == executor ? null : hooks;
  }

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY,
      unbind = "removeBus")
  void setBus(EventBus bus) {
    this.bus = bus;
  }

  void removeBus(EventBus bus) {
    this.bus = this.bus == bus ? null : this.bus;
  }

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY,
      unbind = "removeModels")
  void setModels(ModelRegistry models) {
    this.models = models;
  }

  void removeModels(ModelRegistry models) {
    this.models = this.models == models ? null : this.models;
  }

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY,
      unbind = "removeStates")
  void setStates(AgentStates states) {
    this.states = states;
  }

  void removeStates(AgentStates states) {
    this.states = this.states == states ? null : this.states;
  }

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY,
      unbind = "removeSettings")
  void setSettings(ContainerSettings settings) {
    this.settings = settings;
  }

  void removeSettings(ContainerSettings settings) {
    this.settings = this.settings == settings ? null : this.settings;
  }

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY,
      unbind = "removeRedactor")
  void setRedactor(SecretRedactor redactor) {
    this.redactor = redactor;
  }

  void removeRedactor(SecretRedactor redactor) {
    this.redactor = this.redactor == redactor ? null : this.redactor;
  }

  /** The way to models, when there is one. */
  Optional<ModelRegistry> modelsIfAny() {
    return Optional.ofNullable(models);
  }

  /** The way to models. */
  ModelRegistry models() {
    ModelRegistry known = models;
    if (known == null) {
      throw SpellException.component(
          "There are no language models: install the bundle org.llmspell.providers, or use an agent of type basic",
          null);
    }
    return known;
  }

  /** Where states of agents are kept. */
  AgentStates states() {
    AgentStates known = states;
    if (known == null) {
      throw SpellException.component(
          "State persistence is not enabled: the state of an agent can only be kept with the bundle org.llmspell.state",
          null);
    }
    return known;
  }

  Settings settings() {
    ContainerSettings known = settings;
    return known == null ? Settings.NONE : known.current();
  }

  boolean hasHooks(HookPoint point) {
    HookExecutor executor = hooks;
    return executor != null && executor.isActive(point);
  }

  HookOutcome fire(
      HookPoint point,
      String agent,
      ExecutionContext context,
      Supplier<Map<String, @Nullable Object>> data) {
    HookExecutor executor = hooks;
    return executor == null || !executor.isActive(point)
        ? HookOutcome.NONE
        : executor.fire(
            HookContext.of(point, HookComponent.agent(agent), data.get(), context.metadata()));
  }

  HookOutcome fire(HookPoint point, String agent, Supplier<Map<String, @Nullable Object>> data) {
    HookExecutor executor = hooks;
    return executor == null || !executor.isActive(point)
        ? HookOutcome.NONE
        : executor.fire(HookContext.of(point, HookComponent.agent(agent), data.get()));
  }

  /** A text without secrets. */
  String clean(String text) {
    SecretRedactor known = redactor;
    return known == null ? text : known.redact(text);
  }

  /** Publishes; an event that nobody could take does not undo what it tells of. */
  void publish(
      String type,
      String agent,
      @Nullable ExecutionContext context,
      Supplier<Map<String, @Nullable Object>> data) {
    EventBus to = bus;
    if (to == null) {
      return;
    }
    try {
      if (to.hasSubscribers(type)) {
        var event = UniversalEvent.builder(type).data(data.get()).source(agent);
        correlation(context).ifPresent(event::correlationId);
        to.publish(event.build());
      }
    } catch (SpellException e) {
      LOG.log(Level.DEBUG, "The event '" + type + "' was refused", e);
    }
  }

  private static Optional<UUID> correlation(@Nullable ExecutionContext context) {
    String id = context == null ? null : context.metadata().correlationId();
    try {
      return id == null ? Optional.empty() : Optional.of(UUID.fromString(id));
    } catch (IllegalArgumentException e) {
      LOG.log(Level.DEBUG, "Correlation id ''{0}'' is no UUID, so events go without", id);
      return Optional.empty();
    }
  }
}
