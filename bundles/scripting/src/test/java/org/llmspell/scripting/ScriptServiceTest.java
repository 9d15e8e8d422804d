package org.llmspell.scripting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.script.ScriptEngine;
import org.llmspell.core.script.ScriptFunction;
import org.llmspell.core.script.ScriptGlobal;
import org.llmspell.core.script.ScriptHost;
import org.llmspell.core.script.ScriptLimits;
import org.llmspell.core.script.ScriptObject;
import org.llmspell.core.script.ScriptRequest;
import org.llmspell.core.script.ScriptResult;
import org.llmspell.core.script.ScriptSession;

@Tag("unit")
@Timeout(20)
class ScriptServiceTest {

  /** An engine whose scripts are Java. */
  private record FakeEngine(
      String language, BiFunction<ScriptRequest, ScriptHost, @Nullable Object> body)
      implements ScriptEngine {

    @Override
    public List<String> extensions() {
      return List.of(language);
    }

    @Override
    public ScriptResult run(ScriptRequest request, ScriptLimits limits, ScriptHost host) {
      return new ScriptResult(body.apply(request, host), OptionalInt.empty(), Duration.ZERO);
    }
  }

  /** What a global may ask of an engine that has nothing to give. */
  private static final ScriptHost.Running NOTHING =
      new ScriptHost.Running() {
        @Override
        public @Nullable Object yieldValue(@Nullable Object value) {
          return null;
        }

        @Override
        public String stackTrace() {
          return "";
        }
      };

  private record NamedGlobal(List<String> names, Object value) implements ScriptGlobal {
    @Override
    public Object open(ScriptSession session) {
      return value;
    }
  }

  @Test
  void runsEachScriptOnAThreadOfItsOwn() {
    var scripts = new Scripts().engine(new FakeEngine("fake", (_, _) -> Thread.currentThread()));

    Object first = scripts.service.run(scripts.request("fake", "")).value();
    Object second = scripts.service.run(scripts.request("fake", "")).value();

    assertThat(first).isNotSameAs(second).isNotSameAs(Thread.currentThread());
  }

  @Test
  void namesTheEnginesThatThereAre() {
    var scripts = new Scripts().engine(new FakeEngine("fake", (_, _) -> null));

    assertThatThrownBy(() -> scripts.service.run(scripts.request("ruby", "")))
        .hasMessage("Script engine 'ruby' is not available. Available engines: fake");
  }

  @Test
  void ofTwoEnginesOfALanguageTakesTheHigherRanked() {
    var scripts =
        new Scripts()
            .engine(new FakeEngine("fake", (_, _) -> "low"))
            .engine(new FakeEngine("fake", (_, _) -> "high"));

    assertThat(scripts.service.run(scripts.request("fake", "")).value()).isEqualTo("high");
  }

  @Test
  void passesOnWhatTheEngineThrows() {
    var error = SpellException.component("broken", null);
    var scripts =
        new Scripts()
            .engine(
                new FakeEngine(
                    "fake",
                    (_, _) -> {
                      throw error;
                    }));

    assertThatThrownBy(() -> scripts.service.run(scripts.request("fake", ""))).isSameAs(error);
  }

  @Test
  void closesWhatGlobalsOpenedLastOpenedFirstEvenWhenOneFails() {
    List<String> closed = new ArrayList<>();
    var scripts =
        new Scripts()
            .engine(
                new FakeEngine(
                    "fake",
                    (_, host) -> {
                      ScriptSession session = host.session(NOTHING);
                      session.onClose(() -> closed.add("first"));
                      session.onClose(() -> {
                        throw new IllegalStateException("does not close");
                      });
                      session.onClose(() -> closed.add("last"));
                      throw SpellException.component("broken", null);
                    }));

    assertThatThrownBy(() -> scripts.service.run(scripts.request("fake", ""))).hasMessage("broken");

    assertThat(closed).containsExactly("last", "first");
  }

  @Test
  void anInterruptOfTheCallerStopsTheScript() throws Exception {
    var started = new CountDownLatch(1);
    var context = ExecutionContext.create();
    var scripts =
        new Scripts()
            .context(context)
            .engine(
                new FakeEngine(
                    "fake",
                    (request, host) -> {
                      started.countDown();
                      try {
                        host.pause(Duration.ofMinutes(10));
                      } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                      }
                      return request.context().cancellation().reason().orElse("");
                    }));
    var result = new CompletableFuture<@Nullable Object>();
    Thread caller =
        Thread.ofVirtual()
            .start(() -> result.complete(scripts.service.run(scripts.request("fake", "")).value()));
    started.await();

    caller.interrupt();

    assertThat(result.get()).isEqualTo("it was interrupted");
  }

  @Test
  void globalsComeAndGoBetweenScripts() {
    var scripts = Scripts.with();
    ScriptFunction hello = _ -> "hello";

    Object before = scripts.eval("return type(Greeter)");
    var reference =
        scripts.global(
            new NamedGlobal(List.of("Greeter"), (ScriptObject) () -> Map.of("sayHello", hello)));
    Object during = scripts.eval("return Greeter.sayHello() .. Greeter:say_hello()");
    scripts.service.removeGlobal(reference);
    Object after = scripts.eval("return type(Greeter)");

    assertThat(before).isEqualTo("nil");
    assertThat(during).isEqualTo("hellohello");
    assertThat(after).isEqualTo("nil");
  }

  @Test
  void ofTwoGlobalsOfANameTheHigherRankedIsSeen() {
    var scripts =
        Scripts.with(
            new NamedGlobal(List.of("X"), (ScriptFunction) _ -> "low"),
            new NamedGlobal(List.of("X"), (ScriptFunction) _ -> "high"));

    assertThat(scripts.eval("return X()")).isEqualTo("high");
  }

  @Test
  void aGlobalThatDoesNotOpenFailsOnlyWhereItIsUsed() {
    ScriptGlobal broken =
        new ScriptGlobal() {
          @Override
          public List<String> names() {
            return List.of("Broken");
          }

          @Override
          public Object open(ScriptSession session) {
            throw new IllegalStateException("java.lang.Thing: no database");
          }
        };
    var scripts = Scripts.with(broken);

    assertThat(scripts.eval("return 1 + 1")).isEqualTo(2L);
    assertThatThrownBy(() -> scripts.eval("local x = 1\nreturn Broken.load()"))
        .hasMessage(
            "test.lua:2: Component error: The global 'Broken' can not be opened: no database");
  }

  @Test
  void globalsAreOpenedAtTheirFirstUseAndOnce() {
    List<String> opened = new ArrayList<>();
    ScriptGlobal global =
        new ScriptGlobal() {
          @Override
          public List<String> names() {
            return List.of("A", "B");
          }

          @Override
          public Object open(ScriptSession session) {
            opened.add("opened");
            return (ScriptObject) () -> Map.of("x", 1L);
          }
        };
    var scripts = Scripts.with(global);

    scripts.eval("return 1");
    assertThat(opened).isEmpty();
    assertThat(scripts.eval("return A.x + B.x + (A == B and 1 or 0)")).isEqualTo(3L);
    assertThat(opened).hasSize(1);
    assertThat(
            scripts.eval(
                "local n = 0 for k in pairs(_G) do if k == 'A' then n = n + 1 end end return n"))
        .isEqualTo(1L);
    assertThat(scripts.eval("A = nil return tostring(A) .. tostring(rawget(_G, 'A'))"))
        .isEqualTo("nilnil");
  }
}
