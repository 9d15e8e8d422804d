package org.llmspell.agents;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.llmspell.agents.loop.Conversation;
import org.llmspell.agents.loop.Sink;
import org.llmspell.core.AgentInput;
import org.llmspell.core.AgentOutput;
import org.llmspell.core.OutputMetadata;
import org.llmspell.core.agent.AgentSpec;
import org.llmspell.core.component.ComponentId;
import org.llmspell.core.context.Cancellation;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.model.ModelMessage;

/**
 * Gives the work to other agents by a rule, without a model: the parameter {@code agent} names one,
 * else {@code capability} finds the first that has it, else the delegation of the specification
 * decides.
 */
@SuppressWarnings("NullAway") // compact constructors of records lose nullness in type arguments
final class DelegatingMind implements Mind {
  private final AgentSpec spec;
  private final Conversation conversation;
  private final Live agents;
  private final AtomicInteger next = new AtomicInteger();

  /** The agents that live. */
  interface Live {
    /** The agent of a name. */
    Optional<LiveAgent> find(String name);

    /** The agent of an id. */
    Optional<LiveAgent> find(ComponentId id);

    /** The agent that a tool wraps. */
    Optional<LiveAgent> wrapped(String tool);

    /** Whether a tool wraps the agent of a name. */
    boolean wraps(String tool, String agent);
  }

  DelegatingMind(AgentSpec spec, Conversation conversation, Live agents) {
    this.spec = spec;
    this.conversation = conversation;
    this.agents = agents;
  }

  @Override
  public AgentOutput think(Turn turn) {
    AgentInput input = turn.input();
    Optional<String> chosen = chosen(input);
    AgentOutput output =
        chosen.isPresent()
            ? ask(chosen.get(), input, turn)
            : switch (spec.delegation()) {
              case ROUND_ROBIN -> ask(nextMember(), input, turn);
              case PIPELINE -> pipeline(turn);
              case PARALLEL -> parallel(turn);
            };
    conversation.append(
        List.of(new ModelMessage.User(input.text()), new ModelMessage.Assistant(output.text())));
    return output;
  }

  private Optional<String> chosen(AgentInput input) {
    Object agent = input.parameters().get("agent");
    if (agent != null) {
      String name = String.valueOf(agent);
      if (!spec.members().contains(name)) {
        throw SpellException.validation(
            "agent",
            "'%s' is no member of agent '%s'%s; its members are: %s"
                .formatted(
                    name,
                    spec.name(),
                    Names.hint(name, spec.members()),
                    String.join(", ", spec.members())));
      }
      return Optional.of(name);
    }
    Object capability = input.parameters().get("capability");
    if (capability == null) {
      return Optional.empty();
    }
    return Optional.of(
        spec.members().stream()
            .filter(name -> agents.find(name).filter(a -> a.can(capability.toString())).isPresent())
            .findFirst()
            .orElseThrow(() ->
                SpellException.validation(
                    "capability",
                    "No member of agent '%s' has the capability '%s'"
                        .formatted(spec.name(), capability))));
  }

  private String nextMember() {
    return spec.members().get(Math.floorMod(next.getAndIncrement(), spec.members().size()));
  }

  private AgentOutput ask(String member, AgentInput input, Turn turn) {
    AgentOutput output = member(member).run(input, turn.context(), turn.sink());
    return withMembers(output, List.of(member));
  }

  private LiveAgent member(String name) {
    return agents
        .find(name)
        .orElseThrow(() ->
            SpellException.component(
                "Agent '%s' is a member of agent '%s', but is gone".formatted(name, spec.name()),
                null));
  }

  private AgentOutput pipeline(Turn turn) {
    AgentInput input = turn.input();
    AgentOutput output = AgentOutput.text(input.text());
    for (String name : spec.members()) {
      output =
          member(name)
              .run(
                  new AgentInput(
                      output.text(),
                      output.media().isEmpty() ? input.media() : output.media(),
                      null,
                      input.parameters(),
                      input.outputModalities()),
                  turn.context(),
                  name.equals(spec.members().getLast()) ? turn.sink() : Sink.NONE);
    }
    return withMembers(output, spec.members());
  }

  private AgentOutput parallel(Turn turn) {
    Map<String, @Nullable Object> answers = new LinkedHashMap<>();
    Cancellation stop = turn.context().cancellation().child();
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      Map<String, Future<AgentOutput>> running = new LinkedHashMap<>();
      for (String name : spec.members()) {
        running.put(
            name,
            executor.submit(() ->
                member(name).run(turn.input(), turn.context().withCancellation(stop), Sink.NONE)));
      }
      for (var entry : running.entrySet()) {
        answers.put(entry.getKey(), entry.getValue().get().text());
      }
    } catch (ExecutionException e) {
      stop.cancel("another member has failed");
      throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
    } catch (InterruptedException e) {
      stop.cancel("the thread of the agent was interrupted");
      Thread.currentThread().interrupt();
      throw new CancellationException("the thread of the agent was interrupted");
    }
    String text =
        answers.entrySet().stream()
            .map(entry -> "%s: %s".formatted(entry.getKey(), entry.getValue()))
            .collect(Collectors.joining("\n"));
    if (turn.sink().streams()) {
      turn.sink().text(text);
    }
    return withMembers(
        AgentOutput.text(text).withMetadata(OutputMetadata.of(Map.of("answers", answers))),
        spec.members());
  }

  private static AgentOutput withMembers(AgentOutput output, List<String> members) {
    OutputMetadata known = output.metadata();
    Map<String, @Nullable Object> extra = new LinkedHashMap<>(known.extra());
    extra.put("delegated_to", new ArrayList<>(members));
    return output.withMetadata(
        new OutputMetadata(
            known.model(),
            known.tokenCount(),
            known.executionTimeMillis(),
            known.confidence(),
            extra));
  }
}
