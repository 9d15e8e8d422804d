package org.llmspell.providers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.llmspell.core.command.CommandCall;
import org.llmspell.core.command.CommandRequest;
import org.llmspell.core.command.OutputFormat;
import org.llmspell.core.config.Settings;
import org.llmspell.core.error.SpellException;

class ProvidersCommandTest {
  private final FakeProvider acme = new FakeProvider(_ -> "ok");
  private final ProvidersCommand command;

  ProvidersCommandTest() {
    var table = new ProviderTable(Duration.ofMillis(100), Duration.ofSeconds(5));
    table.add(acme.entry(FakeProvider.remote("acme")));
    table.add(
        new FakeProvider(
                _ -> {
                  throw SpellException.configuration("the key is wrong", null);
                })
            .entry(FakeProvider.remote("broken")));
    Map<String, Object> settings =
        Map.of(
            ".acme.model",
            "big",
            ".acme.api_key",
            "k",
            ".broken.api_key",
            "k",
            ".acme.timeout_seconds",
            5);
    command =
        new ProvidersCommand(
            new ModelService(
                table,
                new Keys(Map.of()),
                new ScriptedProvider(),
                AllSettings.of(settings),
                Path.of("unused")));
  }

  /** What a call of the command has answered. */
  private record Answer(String text, @Nullable Object data) {}

  private Answer run(String... words) {
    return run(Map.of(), words);
  }

  private Answer run(Map<String, String> options, String... words) {
    List<Answer> answers = new ArrayList<>();
    command.run(
        new CommandCall() {
          @Override
          public CommandRequest request() {
            throw new UnsupportedOperationException();
          }

          @Override
          public List<String> parameters() {
            return List.of(words);
          }

          @Override
          public List<String> trailing() {
            return List.of();
          }

          @Override
          public Optional<String> option(String name) {
            return Optional.ofNullable(options.get(name));
          }

          @Override
          public boolean flag(String name) {
            return options.containsKey(name);
          }

          @Override
          public OutputFormat format() {
            return OutputFormat.TEXT;
          }

          @Override
          public Settings settings() {
            return Settings.NONE;
          }

          @Override
          public void answer(String text, @Nullable Object data) {
            answers.add(new Answer(text, data));
          }

          @Override
          public void progress(String step) {}
        });
    assertThat(answers).hasSize(1);
    return answers.getFirst();
  }

  @Test
  void listsWhatIsConfigured() {
    assertThat(run().text()).isEqualTo("Available Providers:\n  - acme\n  - broken");
    assertThat(run("list")).isEqualTo(run());
  }

  @Test
  void showsOneOfAllWithAndWithoutTheWord() {
    assertThat(run("info", "acme").text()).contains("default model: big", "can: streaming");
    assertThat(run("acme")).isEqualTo(run("info", "acme"));
  }

  @Test
  void testsAProviderWithOneRequest() {
    Answer answer = run("test", "acme");

    assertThat(answer.text())
        .matches("acme/big answers after \\d+ ms, unknown tokens in, unknown out: ok");
    assertThat(answer.data())
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
        .containsEntry("model", "big")
        .containsEntry("success", true)
        .containsKeys("latency_ms", "input_tokens", "output_tokens");
    assertThat(acme.requests).hasSize(1);
  }

  @Test
  void testsAnotherModelWithAndWithoutTheProviderInFront() {
    assertThat(run(Map.of("model", "small"), "test", "acme").text()).startsWith("acme/small ");
    assertThat(run(Map.of("model", "acme/small"), "test", "acme").text()).startsWith("acme/small ");
  }

  @Test
  void saysWhatIsWrong() {
    assertThatThrownBy(() -> run(Map.of("model", "x"), "test", "broken"))
        .hasMessageContaining("the key is wrong");
    assertThatThrownBy(() -> run("test", "broken")).hasMessageContaining("--model MODEL");
    assertThatThrownBy(() -> run("test", "nobody")).hasMessageContaining("no provider 'nobody'");
    assertThatThrownBy(() -> run("test")).hasMessageContaining("providers test NAME");
    assertThatThrownBy(() -> run("probe", "acme")).hasMessageContaining("'probe' is no action");
  }
}
