package org.llmspell.workflows;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.AgentInput;
import org.llmspell.core.AgentOutput;
import org.llmspell.core.ToolOutput;
import org.llmspell.core.agent.Agent;
import org.llmspell.core.agent.AgentRegistry;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.error.ErrorKind;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.runtime.ToolInfo;
import org.llmspell.core.runtime.ToolInvoker;
import org.llmspell.core.runtime.ToolRegistry;
import org.llmspell.core.workflow.StepFunction;
import org.llmspell.core.workflow.Workflow;
import org.llmspell.workflows.definition.Names;
import org.llmspell.workflows.definition.Step;

/** Calls what steps name. Looks it up at each call, so that what was replaced is used. */
final class Callables {
  /** How deep workflows may call each other. */
  private static final int MAX_DEPTH = 16;

  private static final String DEPTH = "llmspell.workflow.depth";

  private final ToolInvoker tools;
  private final ToolRegistry registeredTools;
  private final WorkflowService workflows;
  private final Functions functions = new Functions();
  private volatile @Nullable AgentRegistry agents;

  Callables(ToolInvoker tools, ToolRegistry registeredTools, WorkflowService workflows) {
    this.tools = tools;
    this.registeredTools = registeredTools;
    this.workflows = workflows;
  }

  synchronized void agents(AgentRegistry registry) {
    agents = registry;
  }

  /** Another one may have come before this one went. */
  synchronized void remove(AgentRegistry registry) {
    agents = agents == registry ? null : agents;
  }

  /** Why a step could not be done now, because what it calls is not there; empty when it is. */
  Optional<String> missing(Step step) {
    String name = step.target().name();
    AgentRegistry registry = agents;
    boolean there =
        switch (step.target()) {
          case Step.ToolCall _ -> registeredTools.find(name).isPresent();
          case Step.AgentCall _ -> registry != null && registry.find(name).isPresent();
          case Step.WorkflowCall call ->
              call.given() != null || call.inline() != null || workflows.find(name).isPresent();
          case Step.FunctionCall call ->
              call.function() != null || functions.find(call.name()).isPresent();
        };
    if (there) {
      return Optional.empty();
    }
    List<String> known =
        switch (step.target()) {
          case Step.ToolCall _ -> registeredTools.list().stream().map(ToolInfo::name).toList();
          case Step.AgentCall _ -> registry == null ? List.of() : registry.names();
          case Step.WorkflowCall _ -> workflows.list().stream().map(Workflow::name).toList();
          case Step.FunctionCall _ -> functions.names();
        };
    String type = step.target().type();
    return Optional.of(
        "%s.%s: there is no '%s'%s"
            .formatted(
                step.place(),
                type.equals("custom") ? "function" : type,
                name,
                Names.near(name, known)));
  }

  Functions functions() {
    return functions;
  }

  /**
   * What a call gave.
   *
   * @param output the output of the step
   * @param data where fields of it are looked up
   * @param error why it failed, or null
   */
  record Given(@Nullable Object output, @Nullable Object data, @Nullable String error) {}

  /** Calls. */
  Given call(Step.Target target, @Nullable Object input, RunView view, ExecutionContext context) {
    return switch (target) {
      case Step.ToolCall(var name) -> tool(tools.invoke(name, parameters(input), context));
      case Step.AgentCall(var name) -> agent(name, input, context);
      case Step.WorkflowCall call -> workflow(call, input, context);
      case Step.FunctionCall call -> function(function(call).call(input, view, context));
    };
  }

  @SuppressWarnings("unchecked") // plain maps have text keys
  private static Map<String, @Nullable Object> parameters(@Nullable Object input) {
    return switch (input) {
      case null -> Map.of();
      case Map<?, ?> map -> (Map<String, @Nullable Object>) map;
      case List<?> list when list.isEmpty() -> Map.of();
      default -> Map.of("input", input);
    };
  }

  private static Given tool(ToolOutput output) {
    String error = output.error();
    return new Given(
        output.text(),
        output.data(),
        output.success() ? null : error != null ? error : "the tool says that it failed");
  }

  private Given agent(String name, @Nullable Object input, ExecutionContext context) {
    AgentRegistry registry = agents;
    if (registry == null) {
      throw SpellException.component(
          "Agent '%s' can not be called, because no bundle with agents is running".formatted(name),
          null);
    }
    Optional<Agent> agent = registry.find(name);
    if (agent.isEmpty()) {
      throw SpellException.component(
          "Agent '%s' not found%s".formatted(name, Names.near(name, registry.names())), null);
    }
    AgentOutput output = agent.get().execute(agentInput(input), context);
    return new Given(output.text(), output.text(), null);
  }

  private static AgentInput agentInput(@Nullable Object input) {
    if (!(input instanceof Map<?, ?> map)) {
      return AgentInput.text(
          input == null ? "" : input instanceof String text ? text : ToolOutput.of(input).text());
    }
    Object text = map.get("text") != null ? map.get("text") : map.get("prompt");
    AgentInput.Builder builder =
        AgentInput.builder(text != null ? text.toString() : ToolOutput.of(map).text());
    if (map.get("parameters") instanceof Map<?, ?> parameters) {
      parameters.forEach((key, value) -> builder.parameter(String.valueOf(key), value));
    }
    return builder.build();
  }

  private Workflow find(Step.WorkflowCall call) {
    if (call.given() != null) {
      return call.given();
    }
    if (call.inline() != null) {
      return workflows.inline(call.inline());
    }
    return workflows
        .find(call.name())
        .orElseThrow(() ->
            SpellException.component(
                "Workflow '%s' not found%s"
                    .formatted(
                        call.name(),
                        Names.near(
                            call.name(), workflows.list().stream().map(Workflow::name).toList())),
                null));
  }

  private Given workflow(Step.WorkflowCall call, @Nullable Object input, ExecutionContext context) {
    Workflow workflow = find(call);
    long depth = context.data().get(DEPTH) instanceof Long number ? number + 1 : 1;
    if (depth > MAX_DEPTH) {
      throw SpellException.resourceLimit("depth of nested workflows", MAX_DEPTH, depth);
    }
    Map<String, @Nullable Object> result =
        workflow.run(parameters(input), context.with(DEPTH, depth));
    boolean success = Boolean.TRUE.equals(result.get("success"));
    Object error = result.get("error") instanceof Map<?, ?> map ? map.get("message") : null;
    Object output = result.get("output");
    return new Given(
        output != null ? output : result.get("data"),
        result,
        success ? null : "Workflow '%s': %s".formatted(workflow.name(), error));
  }

  private StepFunction function(Step.FunctionCall call) {
    StepFunction own = call.function();
    if (own != null) {
      return own;
    }
    return functions
        .find(call.name())
        .orElseThrow(() ->
            new SpellException(
                new ErrorKind.Workflow(null),
                "Custom function '%s' not found%s; give a function of the script, or offer one as a service with the property '%s'"
                    .formatted(
                        call.name(),
                        Names.near(call.name(), functions.names()),
                        StepFunction.NAME)));
  }

  private static Given function(@Nullable Object value) {
    if (value instanceof Map<?, ?> map && Boolean.FALSE.equals(map.get("success"))) {
      Object why = map.get("error") != null ? map.get("error") : map.get("message");
      return new Given(
          value, value, why == null ? "the function says that it failed" : why.toString());
    }
    if (value instanceof Map<?, ?> map
        && Boolean.TRUE.equals(map.get("success"))
        && map.containsKey("output")) {
      return new Given(map.get("output"), map.get("output"), null);
    }
    return new Given(value, value, null);
  }
}
