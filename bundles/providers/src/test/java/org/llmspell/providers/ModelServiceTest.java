package org.llmspell.providers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.llmspell.core.context.Cancellation;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.error.ErrorKind;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.model.ModelChunk;
import org.llmspell.core.model.ModelName;
import org.llmspell.core.model.ModelOptions;
import org.llmspell.core.model.ModelRequest;
import org.llmspell.core.model.ModelSettings;
import org.llmspell.core.model.ModelStream;
import org.llmspell.core.model.ProviderInfo;
import org.llmspell.core.secret.Secret;

@Timeout(60)
class ModelServiceTest {
  private static final ModelRequest HELLO = ModelRequest.of("hello");
  private static final String KEY = "sk-0123456789abcdefghij";

  @TempDir Path folder;
  private final Map<String, Object> settings =
      new HashMap<>(Map.of(".acme.retry.initial_delay_ms", 1L, ".acme.retry.max_delay_ms", 1_000L));
  private final Map<String, String> environment = new HashMap<>(Map.of("ACME_API_KEY", KEY));
  private final ProviderTable table =
      new ProviderTable(Duration.ofMillis(500), Duration.ofMillis(200));
  private final ScriptedProvider scripted = new ScriptedProvider();

  private ModelService service() {
    return new ModelService(
        table, new Keys(environment), scripted, AllSettings.of(settings), folder);
  }

  private FakeProvider acme(Function<ExecutionContext, String> behaviour) {
    var provider = new FakeProvider(behaviour);
    table.add(provider.entry(FakeProvider.remote("acme")));
    return provider;
  }

  private String ask(String model) {
    return ask(model, ModelOptions.NONE);
  }

  private String ask(String model, ModelOptions options) {
    return service().model(model, options).generate(HELLO, ExecutionContext.create()).text();
  }

  private static SpellException failure(ErrorKind kind) {
    return new SpellException(kind, "it failed");
  }

  @Test
  void findsTheProviderByNameAndGivesItTheModelAndTheKey() {
    FakeProvider acme = acme(_ -> "hi");

    assertThat(ask("ACME/some/model")).isEqualTo("hi");
    assertThat(acme.keys).containsExactly(KEY);
    assertThat(acme.settings.getFirst().name()).isEqualTo(new ModelName("acme", "some/model"));
    assertThat(acme.settings.getFirst().toString()).doesNotContain(KEY);
  }

  @Test
  void aModelWithoutProviderBelongsToTheDefaultOne() {
    assertThat(service().resolve("gpt-4o")).hasToString("openai/gpt-4o");
    settings.put(".default_provider", "acme");
    assertThat(service().resolve("gpt-4o")).hasToString("acme/gpt-4o");
  }

  @Test
  void aMissingKeyIsAnErrorWhenTheModelIsUsedAndNamesTheVariable() {
    acme(_ -> "hi");
    environment.clear();
    var model = service().model("acme/x", ModelOptions.NONE);

    SpellException e =
        catchThrowableOfType(
            SpellException.class, () -> model.generate(HELLO, ExecutionContext.create()));

    assertThat(e.kind()).isInstanceOf(ErrorKind.Configuration.class);
    assertThat(e.message())
        .contains("LLMSPELL_ACME_API_KEY", "ACME_API_KEY", "llmspell keys add acme");
  }

  @Test
  void theSettingsNameTheVariableOfTheKeyOrHaveTheKey() {
    FakeProvider acme = acme(_ -> "hi");
    environment.put("WORK_KEY", "from-variable");
    settings.put(".acme.api_key_env", "WORK_KEY");
    ask("acme/x");
    settings.put(".acme.api_key", "from-settings");
    ask("acme/x");

    assertThat(acme.keys).containsExactly("from-variable", "from-settings");
  }

  @Test
  void aNameOfTheSettingsStandsForAProviderOfItsType() {
    FakeProvider acme = acme(_ -> "hi");
    settings.put(".providers.work.provider_type", "acme");
    settings.put(".providers.work.base_url", "http://localhost:9/v1/");
    settings.put(".providers.work.timeout_seconds", 7L);
    settings.put(".providers.work.max_tokens", 99L);
    settings.put(".providers.work.options.top_k", 3L);

    ask("work/x");

    ModelSettings given = acme.settings.getFirst();
    assertThat(given.baseUrl()).isEqualTo("http://localhost:9/v1");
    assertThat(given.guarded()).isFalse();
    assertThat(given.timeout()).isEqualTo(Duration.ofSeconds(7));
    assertThat(given.extra()).containsEntry("top_k", 3L);
    assertThat(acme.requests.getFirst().maxTokens()).isEqualTo(99);
    assertThat(service().resolve("work/x").provider()).isEqualTo("work");
  }

  @Test
  void theKeyOfTheOperatorDoesNotGoToAnAddressOfACaller() {
    FakeProvider acme = acme(_ -> "hi");

    ask("acme/x", ModelOptions.NONE.baseUrl("https://evil.example.net/v1"));
    ask("acme/x", ModelOptions.NONE.baseUrl("https://api.example.org/other/"));
    try (var own = new Secret("own".toCharArray())) {
      ask("acme/x", ModelOptions.NONE.baseUrl("http://10.0.0.1").apiKey(own));
      String stillThere = own.use(String::new);
      assertThat(stillThere).isEqualTo("own");
    }

    assertThat(acme.keys).containsExactly("", KEY, "own");
    assertThat(acme.settings).extracting(ModelSettings::guarded).containsExactly(true, false, true);
  }

  @Test
  void refusesAnAddressThatIsNone() {
    acme(_ -> "hi");
    for (String url : List.of("ftp://x", "x", "http://user:pass@host", "")) {
      assertThatThrownBy(() -> ask("acme/x", ModelOptions.NONE.baseUrl(url)))
          .as(url)
          .isInstanceOf(SpellException.class)
          .hasMessageContaining("base_url");
    }
  }

  @Test
  void saysWhichProvidersThereAre() {
    acme(_ -> "hi");

    assertThatThrownBy(() -> ask("nobody/x"))
        .isInstanceOf(SpellException.class)
        .hasMessageContaining("'nobody'")
        .hasMessageContaining("acme");
  }

  @Test
  void repeatsWhatFailsInPassing() {
    var tries = new AtomicInteger();
    acme(_ -> {
      if (tries.incrementAndGet() < 4) {
        throw failure(new ErrorKind.Provider("acme"));
      }
      return "hi";
    });

    assertThat(ask("acme/x")).isEqualTo("hi");
    assertThat(tries).hasValue(4);
  }

  @Test
  void givesUpAfterTheLastRepetitionAndSaysHowOftenItTried() {
    var tries = new AtomicInteger();
    acme(_ -> {
      tries.incrementAndGet();
      throw failure(new ErrorKind.Network());
    });

    assertThatThrownBy(() -> ask("acme/x", ModelOptions.NONE.maxRetries(2)))
        .isInstanceOf(SpellException.class)
        .hasMessage("it failed (tried 3 times)");
    assertThat(tries).hasValue(3);
  }

  @Test
  void doesNotRepeatWhatStaysWrong() {
    var tries = new AtomicInteger();
    acme(_ -> {
      tries.incrementAndGet();
      throw failure(new ErrorKind.Validation("request"));
    });

    assertThatThrownBy(() -> ask("acme/x")).hasMessage("it failed");
    assertThat(tries).hasValue(1);
  }

  @Test
  void waitsAsLongAsTheVendorSays() {
    var tries = new AtomicInteger();
    acme(_ -> {
      if (tries.incrementAndGet() == 1) {
        throw failure(new ErrorKind.RateLimit(Duration.ofMillis(300)));
      }
      return "hi";
    });
    long start = System.nanoTime();

    ask("acme/x");

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(299));
  }

  @Test
  void doesNotWaitLongerThanIsAllowedNorBeyondTheDeadline() {
    var wanted = new AtomicInteger(3_600);
    acme(_ -> {
      throw failure(new ErrorKind.RateLimit(Duration.ofSeconds(wanted.get())));
    });
    assertThatThrownBy(() -> ask("acme/x")).hasMessage("it failed");

    settings.put(".acme.retry.max_delay_ms", 60_000L);
    wanted.set(40);
    var soon = ExecutionContext.create().withDeadline(Duration.ofSeconds(20));
    assertThatThrownBy(() -> service().model("acme/x", ModelOptions.NONE).generate(HELLO, soon))
        .hasMessage("it failed");
  }

  @Test
  void interruptsAProviderThatIsCancelledAndKeepsTheInterruptInside() {
    var inside = new CountDownLatch(1);
    acme(_ -> {
      inside.countDown();
      while (!Thread.currentThread().isInterrupted()) {
        LockSupport.park();
      }
      throw new IllegalStateException("interrupted");
    });
    var stop = Cancellation.create();
    var context = ExecutionContext.create().withCancellation(stop);
    Thread.ofVirtual()
        .start(() -> {
          await(inside);
          stop.cancel("enough");
        });

    assertThatThrownBy(() -> service().model("acme/x", ModelOptions.NONE).generate(HELLO, context))
        .isInstanceOf(CancellationException.class)
        .hasMessageContaining("acme/x")
        .hasMessageContaining("enough");
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void endsAtTheDeadlineOfTheContext() {
    acme(_ -> {
      while (!Thread.currentThread().isInterrupted()) {
        LockSupport.park();
      }
      throw new IllegalStateException("interrupted");
    });
    var context = ExecutionContext.create().withDeadline(Duration.ofMillis(50));

    assertThatThrownBy(() -> service().model("acme/x", ModelOptions.NONE).generate(HELLO, context))
        .isInstanceOfSatisfying(
            SpellException.class, e -> assertThat(e.kind()).isInstanceOf(ErrorKind.Timeout.class))
        .hasMessageContaining("deadline");
  }

  @Test
  void whateverAProviderThrowsIsAProviderError() {
    acme(_ -> {
      throw new IllegalStateException("boom");
    });

    assertThatThrownBy(() -> ask("acme/x", ModelOptions.NONE.maxRetries(0)))
        .isInstanceOfSatisfying(
            SpellException.class,
            e -> assertThat(e.kind()).isEqualTo(new ErrorKind.Provider("acme")))
        .hasMessage("acme/x failed: boom");
  }

  @Test
  void aCallInTheGapOfAReplacementWaitsForIt() throws Exception {
    var old = new FakeProvider(_ -> "old").entry(FakeProvider.remote("acme"));
    table.add(old);
    ModelService service = service();
    var model = service.model("acme/x", ModelOptions.NONE);
    table.remove(old);
    var answer =
        CompletableFuture.supplyAsync(
            () -> model.generate(HELLO, ExecutionContext.create()).text());

    acme(_ -> "new");

    assertThat(answer.get()).isEqualTo("new");
  }

  @Test
  void afterTheGapTheProviderIsUnknown() {
    var old = new FakeProvider(_ -> "old").entry(FakeProvider.remote("acme"));
    table.add(old);
    table.remove(old);

    assertThatThrownBy(() -> ask("acme/x")).hasMessageContaining("There is no provider 'acme'");
  }

  @Test
  void aProviderThatGoesLetsItsCallsEnd() throws Exception {
    var inside = new CountDownLatch(1);
    var go = new CountDownLatch(1);
    var slow =
        new FakeProvider(
                _ -> {
                  inside.countDown();
                  await(go);
                  return "done";
                })
            .entry(FakeProvider.remote("acme"));
    table.add(slow);
    ModelService service = service();
    var answer =
        CompletableFuture.supplyAsync(() ->
            service
                .model("acme/x", ModelOptions.NONE)
                .generate(HELLO, ExecutionContext.create())
                .text());
    inside.await();
    var removed = CompletableFuture.supplyAsync(() -> table.remove(slow));
    go.countDown();

    assertThat(answer.get()).isEqualTo("done");
    assertThat(removed.get()).isZero();
  }

  @Test
  void callsThatTakeTooLongAreCutOffWhenTheirProviderGoes() throws Exception {
    var entry = new FakeProvider(_ -> "abc").entry(FakeProvider.remote("acme"));
    table.add(entry);
    ModelStream stream =
        service().model("acme/x", ModelOptions.NONE).stream(HELLO, ExecutionContext.create());
    assertThat(stream.next()).isEqualTo(new ModelChunk.Text("a"));

    assertThat(table.remove(entry)).isEqualTo(1);

    assertThatThrownBy(stream::next)
        .isInstanceOf(SpellException.class)
        .hasMessageContaining("its provider was stopped");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aStreamMeasuresItsFirstPieceAndLeavesTheProviderAtItsEnd() {
    var entry = new FakeProvider(_ -> "abc").entry(FakeProvider.remote("acme"));
    table.add(entry);

    var reply =
        service().model("acme/x", ModelOptions.NONE).stream(HELLO, ExecutionContext.create())
            .reply();

    assertThat(reply.text()).isEqualTo("abc");
    assertThat(reply.firstToken()).isPositive().isLessThanOrEqualTo(reply.elapsed());
    assertThat(entry.inside()).isEmpty();
  }

  @Test
  void aStreamThatIsClosedEarlyLeavesTheProviderAndGivesNothingMore() {
    var entry = new FakeProvider(_ -> "abc").entry(FakeProvider.remote("acme"));
    table.add(entry);
    ModelStream stream =
        service().model("acme/x", ModelOptions.NONE).stream(HELLO, ExecutionContext.create());
    stream.next();

    stream.close();
    stream.close();

    assertThat(entry.inside()).isEmpty();
    assertThatThrownBy(stream::next).isInstanceOf(CancellationException.class);
  }

  @Test
  void aProviderThatIsSwitchedOffIsNotUsed() {
    acme(_ -> "hi");
    settings.put(".acme.enabled", false);

    assertThatThrownBy(() -> ask("acme/x")).hasMessageContaining("providers.acme.enabled = true");
  }

  @Test
  void holdsRequestsToTheRateOfTheSettings() {
    acme(_ -> "hi");
    settings.put(".acme.rate_limit.requests_per_minute", 2L);
    settings.put(".acme.rate_limit.auto_retry", false);
    settings.put(".acme.max_retries", 0L);
    ModelService service = service();
    var model = service.model("acme/x", ModelOptions.NONE);
    model.generate(HELLO, ExecutionContext.create());
    model.generate(HELLO, ExecutionContext.create());

    assertThatThrownBy(() -> model.generate(HELLO, ExecutionContext.create()))
        .hasMessageContaining("requests_per_minute = 2 is reached");
  }

  @Test
  void listsWhatIsConfiguredOrHasAKey() {
    acme(_ -> "hi");
    settings.clear();
    environment.clear();
    assertThat(service().providers()).isEmpty();
    assertThat(service().provider("acme").orElseThrow().problem()).contains("ACME_API_KEY");

    environment.put("ACME_API_KEY", KEY);
    assertThat(service().providers()).extracting(ProviderInfo::name).containsExactly("acme");
    assertThat(service().provider("acme").orElseThrow().isAvailable()).isTrue();

    settings.put(".other.provider_type", "nothing");
    assertThat(service().providers())
        .extracting(ProviderInfo::name, ProviderInfo::isAvailable)
        .containsExactly(
            org.assertj.core.api.Assertions.tuple("acme", true),
            org.assertj.core.api.Assertions.tuple("other", false));
    assertThat(service().provider("unknown")).isEmpty();
  }

  @Test
  void theDefaultModelIsThatOfTheDefaultProvider() {
    acme(_ -> "hi");
    assertThat(service().defaultModel()).isEmpty();

    settings.put(".acme.model", "acme/big");
    assertThat(service().defaultModel()).contains(new ModelName("acme", "big"));
    assertThat(service().defaultModel("acme")).contains(new ModelName("acme", "big"));
    assertThat(service().defaultModel("other")).isEmpty();
  }

  @Test
  void replaysWhatWasRecordedWithoutTheProvider() throws IOException {
    var count = new AtomicInteger();
    acme(_ -> "answer " + count.incrementAndGet());
    assertThat(ask("record:acme/big/model")).isEqualTo("answer 1");
    assertThat(ask("record:acme/big/model")).isEqualTo("answer 2");
    var recorded =
        service().model("record:acme/big/model", ModelOptions.NONE).stream(
                ModelRequest.of("in pieces"), ExecutionContext.create())
            .reply();

    var replayed = service().model("replay:acme/big/model", ModelOptions.NONE);
    assertThat(recorded.text()).isEqualTo("answer 3");
    assertThat(replayed.generate(HELLO, ExecutionContext.create()).text()).isEqualTo("answer 1");
    assertThat(replayed.generate(HELLO, ExecutionContext.create()).text()).isEqualTo("answer 2");
    assertThat(replayed.generate(HELLO, ExecutionContext.create()).text()).isEqualTo("answer 2");
    try (ModelStream stream =
        replayed.stream(ModelRequest.of("in pieces"), ExecutionContext.create())) {
      assertThat(stream.next()).isEqualTo(new ModelChunk.Text("a"));
      assertThat(stream.reply().text()).isEqualTo("answer 3");
    }
    assertThat(count).hasValue(3);
    assertThat(Files.readString(folder.resolve("recordings/acme/big_model.jsonl")))
        .contains("\"content\":\"hello\"", "answer 1")
        .doesNotContain(KEY);
    assertThatThrownBy(() -> replayed.generate(ModelRequest.of("other"), ExecutionContext.create()))
        .hasMessageContaining("big_model.jsonl has no answer")
        .hasMessageContaining("record:acme/big/model");
    assertThatThrownBy(() -> ask("replay:acme/unknown"))
        .hasMessageContaining("There is no recording");
  }

  @Test
  void namesTheSettingThatMakesNoSense() {
    assertThatThrownBy(() -> AllSettings.of(Map.of(".acme.timeout_seconds", 0L)))
        .hasMessageContaining("providers.acme.timeout_seconds")
        .hasMessageContaining("0");
    assertThatThrownBy(() -> AllSettings.of(Map.of(".acme.api_key", 12345L)))
        .hasMessageContaining("providers.acme.api_key")
        .hasMessageNotContaining("12345");
  }
}
