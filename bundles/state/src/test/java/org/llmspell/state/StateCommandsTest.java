package org.llmspell.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.llmspell.core.command.Command;
import org.llmspell.core.command.CommandCall;
import org.llmspell.core.command.CommandRequest;
import org.llmspell.core.command.OutputFormat;
import org.llmspell.core.command.UsageException;
import org.llmspell.core.config.Settings;
import org.llmspell.core.state.StateScope;

class StateCommandsTest {
  @TempDir Path dir;
  private final List<String> answers = new ArrayList<>();
  private final List<@Nullable Object> data = new ArrayList<>();

  /** A call whose answers the test sees. */
  private final class Call implements CommandCall {
    private final Map<String, String> options;
    private final List<String> words;

    Call(Map<String, String> options, String... words) {
      this.options = options;
      this.words = List.of(words);
    }

    @Override
    public CommandRequest request() {
      var nowhere = new PrintStream(PrintStream.nullOutputStream());
      return new CommandRequest(
          List.of(), dir, Map.of(), InputStream.nullInputStream(), nowhere, nowhere, true);
    }

    @Override
    public List<String> parameters() {
      return words;
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
      throw new UnsupportedOperationException();
    }

    @Override
    public void answer(String text, @Nullable Object value) {
      answers.add(text);
      data.add(value);
    }

    @Override
    public void progress(String step) {
      // people see it
    }
  }

  private String run(Command command, Map<String, String> options, String... words)
      throws Exception {
    assertThat(command.run(new Call(options, words))).isZero();
    return answers.getLast();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "0", "1.5", "soon", "9223372036854775807"})
  void namesATimeToLiveThatIsNotAllowed(String ttl) {
    StoreService stores = new Stores(dir).enabled().start();
    var command = new StateSetCommand(new StateService(stores), stores);

    assertThatThrownBy(() -> run(command, Map.of("ttl", ttl), "k", "1"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(
            "--ttl is '" + ttl + "' but must be a whole number of seconds from 1");
  }

  @Test
  void setsWithTheLongestTimeToLive() throws Exception {
    StoreService stores = new Stores(dir).enabled().start();
    var state = new StateService(stores);

    run(new StateSetCommand(state, stores), Map.of("ttl", "31557600000"), "k", "1");

    assertThat(state.get(StateScope.GLOBAL, "k")).contains(1L);
  }

  @Test
  void refusesAScopeWithoutAnId() {
    StoreService stores = new Stores(dir).enabled().start();
    var command = new StateSetCommand(new StateService(stores), stores);

    assertThatThrownBy(() -> run(command, Map.of("scope", "agent:"), "k", "1"))
        .hasMessageContaining("'agent:' does not say which agent");
  }

  @Test
  void tellsOfTheStoreWhatItDoesAndWhatWasLeft() throws Exception {
    var stores = new Stores(dir).enabled();
    stores.state().set(StateScope.GLOBAL, "k", 1L);
    StoreService there = stores.start();
    assertThat(run(new StateInfoCommand(new StateService(there), there), Map.of()))
        .contains("backend: xodus", "checksums: false", "encrypted: false")
        .doesNotContain("left_behind");

    StoreService moved = stores.with("backend_type", "rocksdb").start();

    assertThat(run(new StateInfoCommand(new StateService(moved), moved), Map.of("check", "")))
        .contains("backend: rocksdb", "left_behind: ", "carry_over = true");
  }

  @Test
  void tellsWhichKeysThereAreAfterTheChangeOfTheKey() throws Exception {
    StoreService stores = new Stores(dir).enabled().with("encryption", true).start();
    new StateService(stores).set(StateScope.GLOBAL, "k", 1L);

    assertThat(run(new StateRotateKeyCommand(stores), Map.of())).endsWith("with a new key");

    assertThat(data.getLast()).asString().contains("keys=[2]");
  }
}
