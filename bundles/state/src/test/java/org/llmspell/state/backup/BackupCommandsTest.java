package org.llmspell.state.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.llmspell.core.command.Command;
import org.llmspell.core.command.CommandCall;
import org.llmspell.core.command.CommandRequest;
import org.llmspell.core.command.OutputFormat;
import org.llmspell.core.command.UsageException;
import org.llmspell.core.config.Settings;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.state.backup.BackupInfo;

class BackupCommandsTest {

  @TempDir Path home;
  private Bench bench;
  private final List<String> answers = new ArrayList<>();
  private final List<@Nullable Object> data = new ArrayList<>();

  @BeforeEach
  void open() {
    bench = new Bench(home);
    bench.set("global", "k", "v");
  }

  /** A call whose answers the test sees. */
  private final class Call implements CommandCall {
    private final List<String> words;
    private final Map<String, String> options;

    Call(List<String> words, Map<String, String> options) {
      this.words = words;
      this.options = options;
    }

    @Override
    public CommandRequest request() {
      PrintStream nowhere = new PrintStream(PrintStream.nullOutputStream());
      return new CommandRequest(
          List.of(), home, Map.of(), InputStream.nullInputStream(), nowhere, nowhere, true);
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
    assertThat(command.run(new Call(List.of(words), options))).isZero();
    return answers.getLast();
  }

  @Test
  void theCommandsTellWhatTheyDid() throws Exception {
    var service = bench.service();
    assertThat(run(new BackupListCommand(service), Map.of())).startsWith("No backups in " + home);
    assertThat(run(new BackupCreateCommand(service), Map.of("description", "before the move")))
        .startsWith("Created full backup backup_")
        .contains("1 entries, 1 stored");
    BackupInfo info = service.list().getFirst();
    bench.set("global", "more", 1L);

    assertThat(run(new BackupListCommand(service), Map.of()))
        .contains(info.id(), "full", "before the move");
    assertThat(run(new BackupRestoreCommand(service), Map.of("dry-run", ""), info.id()))
        .startsWith("Nothing was changed.")
        .contains("1 removed");
    assertThat(run(new BackupRestoreCommand(service), Map.of(), info.id()))
        .contains("The state before is backup ");
    assertThat(run(new BackupValidateCommand(service), Map.of(), info.id())).endsWith("is valid");
    assertThat(run(new BackupInfoCommand(service), Map.of(), info.id()))
        .contains("before the move", info.sha256());
    assertThat(run(new BackupCleanupCommand(service), Map.of("dry-run", "", "verbose", "")))
        .startsWith("Would delete 0 of 2 backups")
        .contains("keep   " + info.id());
    String newest = service.list().getFirst().id();
    assertThat(run(new BackupDeleteCommand(service), Map.of(), newest)).contains(newest);
    assertThat(data).doesNotContainNull();
  }

  @Test
  void aDamagedBackupIsShownAndTheCommandFails() throws Exception {
    BackupInfo info = bench.full();
    Files.write(bench.backups().resolve(info.id() + BackupFolder.DATA), new byte[100]);

    assertThatThrownBy(() -> run(new BackupValidateCommand(bench.service()), Map.of(), info.id()))
        .isInstanceOf(SpellException.class);
    assertThat(answers.getLast()).contains("is not valid").contains("error: ");
  }

  @Test
  void anInterruptCancelsCleanly() throws Exception {
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> run(new BackupCreateCommand(bench.service()), Map.of()))
        .isInstanceOf(InterruptedException.class)
        .hasMessageContaining("nothing is left of it");
    assertThat(bench.service().list()).isEmpty();
  }

  @Test
  void aLimitThatIsNoNumberIsAMistakeOfUse() {
    assertThatThrownBy(() -> run(new BackupListCommand(bench.service()), Map.of("limit", "many")))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("'many'");
  }
}
