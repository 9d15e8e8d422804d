package org.llmspell.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.llmspell.runtime.Fakes.answer;
import static org.llmspell.runtime.Fakes.entry;
import static org.llmspell.runtime.Fakes.info;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.llmspell.core.ToolOutput;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.event.EventBus;
import org.llmspell.core.event.UniversalEvent;
import org.llmspell.core.security.guard.SecretRedactor;
import org.llmspell.runtime.Fakes.Fixture;

class ToolEventsTest {
  private final Fixture fixture = new Fixture();
  private final List<UniversalEvent> published = new ArrayList<>();
  private final Set<String> wanted = new HashSet<>();
  private boolean refuse;
  private final EventBus bus =
      (EventBus)
          Proxy.newProxyInstance(
              getClass().getClassLoader(),
              new Class<?>[] {EventBus.class},
              (_, method, arguments) ->
                  method.getName().equals("hasSubscribers")
                      ? wanted.contains((String) arguments[0])
                      : publish((UniversalEvent) arguments[0]));

  private UniversalEvent publish(UniversalEvent event) {
    if (refuse) {
      throw SpellException.resourceLimit("event queue", 1, 2);
    }
    published.add(event);
    return event;
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private ToolOutput call(ExecutionContext context) {
    return fixture.pipeline.invoke("t", Map.of(), context);
  }

  private static Map<?, ?> data(UniversalEvent event) {
    return (Map<?, ?>) Objects.requireNonNull(event.data());
  }

  @Test
  void tellOfTheBeginAndTheEndOfACall() {
    fixture.events.bus(bus);
    wanted.addAll(Set.of("tool.started", "tool.completed", "tool.failed"));
    fixture.add(entry(1, "t", answer("yes")));
    ExecutionContext context = ExecutionContext.create();

    call(context);

    assertThat(published)
        .extracting(UniversalEvent::type)
        .containsExactly("tool.started", "tool.completed");
    assertThat(data(published.getFirst()))
        .isEqualTo(Map.of("tool", "t", "version", "1.0.0", "bundle", "test"));
    assertThat((Double) data(published.getLast()).get("duration_ms")).isNotNegative();
    assertThat(published)
        .allSatisfy(event ->
            assertThat(event.correlationId().toString())
                .isEqualTo(context.metadata().correlationId()))
        .allSatisfy(event -> assertThat(event.header().source()).isEqualTo("t"));
  }

  @Test
  void tellOfFailuresOfBothKinds() {
    fixture.events.bus(bus);
    wanted.add("tool.failed");
    fixture.add(entry(1, "t", (_, _) -> ToolOutput.failure("do", "no luck")));
    call(ExecutionContext.create());
    fixture.add(
        entry(
            2,
            info("u", "2.0.0"),
            (_, _) -> {
              throw new IllegalStateException("broken");
            }));

    assertThatThrownBy(() -> fixture.pipeline.invoke("u", Map.of(), ExecutionContext.create()))
        .isInstanceOf(SpellException.class);

    assertThat(published).extracting(UniversalEvent::type).containsOnly("tool.failed");
    assertThat(data(published.getFirst()).get("error")).isEqualTo("no luck");
    assertThat(data(published.getLast()).get("error")).asString().contains("broken");
    assertThat(data(published.getLast()).get("kind")).asString().isNotEmpty();
  }

  @Test
  void tellOfFailuresWithoutSecrets() {
    fixture.events.bus(bus);
    SecretRedactor redactor = redactor("hunter22");
    fixture.events.redactor(redactor);
    wanted.add("tool.failed");
    fixture.add(entry(1, "t", (_, _) -> ToolOutput.failure("do", "password=hunter22 is wrong")));

    call(ExecutionContext.create());
    fixture.events.removeRedactor(redactor);
    call(ExecutionContext.create());

    assertThat(published)
        .extracting(event -> String.valueOf(data(event).get("error")))
        .containsExactly("password=[REDACTED] is wrong", "password=hunter22 is wrong");
  }

  /** Knows one secret. */
  private static SecretRedactor redactor(String secret) {
    return (SecretRedactor)
        Proxy.newProxyInstance(
            SecretRedactor.class.getClassLoader(),
            new Class<?>[] {SecretRedactor.class},
            (_, _, arguments) -> ((String) arguments[0]).replace(secret, SecretRedactor.MASK));
  }

  @Test
  void areNotMadeWhileNobodyListens() {
    fixture.events.bus(bus);
    fixture.add(entry(1, "t", answer("yes")));

    call(ExecutionContext.create());
    wanted.add("tool.started");
    fixture.events.removeBus(bus);
    call(ExecutionContext.create());

    assertThat(published).isEmpty();
  }

  @Test
  void doNotBreakACallThatCanNotBeToldOf() {
    fixture.events.bus(bus);
    wanted.addAll(Set.of("tool.started", "tool.completed"));
    refuse = true;
    fixture.add(entry(1, "t", answer("yes")));

    assertThat(call(ExecutionContext.create()).data()).isEqualTo("yes");
  }

  @Test
  void tellOfToolsThatComeAndGo() {
    fixture.events.bus(bus);
    wanted.addAll(Set.of("tool.registered", "tool.unregistered"));

    fixture.events.registered(info("t", "1.2.0"));
    fixture.events.unregistered(info("t", "1.2.0"));

    assertThat(published)
        .extracting(UniversalEvent::type)
        .containsExactly("tool.registered", "tool.unregistered");
    assertThat(data(published.getFirst()).get("version")).isEqualTo("1.2.0");
  }
}
