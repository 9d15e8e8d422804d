package org.llmspell.workflows;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.agent.AgentRegistry;
import org.llmspell.core.event.EventBus;
import org.llmspell.core.hook.HookExecutor;
import org.llmspell.core.runtime.ToolInvoker;
import org.llmspell.core.runtime.ToolRegistry;
import org.llmspell.core.workflow.StepFunction;
import org.llmspell.core.workflow.Workflow;
import org.llmspell.core.workflow.WorkflowRegistry;
import org.llmspell.workflows.checkpoint.Checkpoints;
import org.llmspell.workflows.definition.Definition;
import org.llmspell.workflows.definition.DefinitionReader;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** Keeps workflows and knows whom their steps call. */
@Component(service = {WorkflowRegistry.class, WorkflowService.class})
public final class WorkflowService implements WorkflowRegistry {
  private final Map<String, StoredWorkflow> workflows = new LinkedHashMap<>();
  private final Callables callables;
  private final Checkpoints checkpoints;
  private final Signals signals = new Signals();

  /** With the pipeline of tools, the tools, and where runs write down how far they are. */
  @Activate
  public WorkflowService(
      @Reference ToolInvoker tools,
      @Reference ToolRegistry registry,
      @Reference Checkpoints checkpoints) {
    this.callables = new Callables(tools, registry, this);
    this.checkpoints = checkpoints;
  }

  /** Where nothing is written down. */
  WorkflowService(ToolInvoker tools, ToolRegistry registry) {
    this(tools, registry, new Checkpoints(() -> null));
  }

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY,
      unbind = "removeAgents")
  void addAgents(AgentRegistry registry) {
    callables.agents(registry);
  }

  void removeAgents(AgentRegistry registry) {
    callables.remove(registry);
  }

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY,
      unbind = "removeHooks")
  void addHooks(HookExecutor executor) {
    signals.hooks(executor);
  }

  void removeHooks(HookExecutor executor) {
    signals.remove(executor);
  }

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY,
      unbind = "removeBus")
  void addBus(EventBus bus) {
    signals.bus(bus);
  }

  void removeBus(EventBus bus) {
    signals.remove(bus);
  }

  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      unbind = "removeFunction")
  void addFunction(StepFunction function, Map<String, Object> properties) {
    callables.functions().add(function, properties);
  }

  void removeFunction(StepFunction function) {
    callables.functions().remove(function);
  }

  /** Where runs write down how far they are. */
  public Checkpoints checkpoints() {
    return checkpoints;
  }

  Signals signals() {
    return signals;
  }

  @Override
  public StoredWorkflow create(Map<String, ? extends @Nullable Object> form) {
    StoredWorkflow workflow = inline(DefinitionReader.read(form));
    synchronized (workflows) {
      workflows.put(workflow.id(), workflow);
    }
    return workflow;
  }

  /** A workflow that nobody finds. */
  StoredWorkflow inline(Definition definition) {
    return new StoredWorkflow(
        "workflow_" + UUID.randomUUID(), definition, callables, signals, checkpoints);
  }

  @Override
  public Optional<Workflow> find(String idOrName) {
    return stored(idOrName).map(Workflow.class::cast);
  }

  /** The workflow of an id, or the one that was made last of a name. */
  public Optional<StoredWorkflow> stored(String idOrName) {
    synchronized (workflows) {
      StoredWorkflow byId = workflows.get(idOrName);
      return byId != null
          ? Optional.of(byId)
          : workflows.values().stream()
              .filter(one -> one.name().equals(idOrName))
              .reduce((_, later) -> later);
    }
  }

  @Override
  public List<Workflow> list() {
    synchronized (workflows) {
      return new ArrayList<>(workflows.values());
    }
  }

  @Override
  public boolean remove(String idOrName) {
    synchronized (workflows) {
      return stored(idOrName).map(one -> workflows.remove(one.id()) != null).orElse(false);
    }
  }
}
