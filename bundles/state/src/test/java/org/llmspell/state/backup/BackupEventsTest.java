package org.llmspell.state.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.llmspell.core.context.Cancellation;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.event.EventBus;
import org.llmspell.core.state.StateProgress;
import org.llmspell.core.state.backup.BackupInfo;
import org.llmspell.core.state.backup.BackupOptions;
import org.llmspell.core.state.backup.RestoreOptions;

/** What is told, in which order, and with which words. */
class BackupEventsTest {
  private static final RestoreOptions PLAIN = RestoreOptions.DEFAULT.backup(false);

  @TempDir Path home;
  private Bench bench;
  private final List<Told> events = new ArrayList<>();
  private boolean refusing;

  /** An event that was published. */
  private record Told(String type, Map<?, ?> data) {}

  @BeforeEach
  void open() {
    bench = new Bench(home);
    bench.folder = home;
    bench.events =
        (EventBus)
            Proxy.newProxyInstance(
                EventBus.class.getClassLoader(),
                new Class<?>[] {EventBus.class},
                (proxy, method, args) ->
                    switch (method.getName()) {
                      case "publish" -> {
                        events.add(new Told(String.valueOf(args[0]), (Map<?, ?>) args[1]));
                        if (refusing) {
                          throw SpellException.validation("type", "no such events here");
                        }
                        yield null;
                      }
                      case "hasSubscribers" -> true;
                      default -> throw new AssertionError(method);
                    });
    for (int i = 0; i < 20; i++) {
      bench.set("global", "k" + i, "value " + i);
    }
  }

  /** The types in order, without progress, which comes as often as time allows. */
  private List<String> types() {
    return events.stream().map(Told::type).filter(type -> !type.endsWith(".progress")).toList();
  }

  private Map<?, ?> data(String type) {
    return events.stream()
        .filter(event -> event.type().equals(type))
        .map(Told::data)
        .reduce((one, other) -> {
          throw new AssertionError("twice: " + type);
        })
        .orElseThrow();
  }

  private List<Object> states() {
    return events.stream()
        .filter(event -> event.type().equals("restore.state"))
        .<Object>map(event -> event.data().get("state"))
        .toList();
  }

  @Test
  void tellsOfABackupFromItsBeginningToTheCleanupAfterIt() {
    BackupInfo info = bench.full();

    assertThat(types())
        .containsExactly(
            "backup.started", "backup.completed", "cleanup.started", "cleanup.completed");
    assertThat(events.get(1).type()).isEqualTo("backup.progress");
    assertThat(events.get(1).data())
        .isEqualTo(Map.of("backup_id", "", "phase", "backing up", "done", 0L, "total", 20L));
    assertThat(data("backup.completed"))
        .isEqualTo(
            Map.of(
                "backup_id",
                info.id(),
                "size_bytes",
                info.sizeBytes(),
                "entry_count",
                20L,
                "is_incremental",
                false));
    assertThat(data("cleanup.started")).isEqualTo(Map.of("dry_run", false));
    assertThat(data("cleanup.completed"))
        .isEqualTo(
            Map.of("dry_run", false, "deleted_count", 0L, "retained_count", 1L, "space_freed", 0L));
  }

  @Test
  void tellsOfEachBackupThatIsThrownAway() {
    bench.settings.put("backup.max_backups", 1);
    bench.settings.put("backup.max_backup_age", "1s");
    BackupInfo old = bench.full();
    bench.now = bench.now.plusSeconds(60);
    events.clear();

    bench.full();

    assertThat(types())
        .containsExactly(
            "backup.started",
            "backup.completed",
            "cleanup.started",
            "backup.deleted",
            "cleanup.completed");
    assertThat(data("backup.deleted").get("backup_id")).isEqualTo(old.id());
    assertThat(data("backup.deleted").get("size_bytes")).isEqualTo(old.sizeBytes());
    assertThat(data("backup.deleted").get("reason"))
        .isEqualTo("its age is 61 seconds of at most 1 seconds; it is number 2 of at most 1");
    assertThat(data("cleanup.completed"))
        .isEqualTo(
            Map.of(
                "dry_run",
                false,
                "deleted_count",
                1L,
                "retained_count",
                1L,
                "space_freed",
                old.sizeBytes()));
  }

  @Test
  void aDryCleanupDeletesNothingAndSaysSo() {
    bench.settings.put("backup.max_backups", 1);
    bench.settings.put("backup.max_backup_age", "1h");
    bench.full();
    bench.full();
    bench.now = bench.now.plusSeconds(7200);
    events.clear();

    bench.service().cleanup(true);

    assertThat(types()).containsExactly("cleanup.started", "cleanup.completed");
    assertThat(data("cleanup.started")).isEqualTo(Map.of("dry_run", true));
    assertThat(data("cleanup.completed").get("deleted_count")).isEqualTo(1L);
  }

  @Test
  void tellsWhyABackupFailed() {
    bench.disk = new FaultyDisk(2, false);
    bench.resetStore();

    assertThatThrownBy(bench::full).isInstanceOf(SpellException.class);

    assertThat(types()).containsExactly("backup.started", "backup.failed");
    assertThat(data("backup.failed").get("backup_id")).isEqualTo("");
    assertThat(data("backup.failed").get("error")).asString().contains("No space left on device");
  }

  @Test
  void tellsThatABackupWasCancelled() {
    var cancellation = Cancellation.create();
    cancellation.cancel("enough");

    assertThatThrownBy(
            () -> bench.service().create(BackupOptions.FULL, StateProgress.NONE, cancellation))
        .isInstanceOf(java.util.concurrent.CancellationException.class);

    assertThat(types()).containsExactly("backup.started", "backup.failed");
    assertThat(data("backup.failed").get("error")).asString().contains("enough");
  }

  @Test
  void aBackupIsNoFailureWhenOnlyOldOnesCanNotBeDeleted() {
    bench.settings.put("backup.max_backups", 1);
    bench.settings.put("backup.max_backup_age", "1s");
    BackupInfo old = bench.full();
    bench.now = bench.now.plusSeconds(60);
    bench.disk = new Undeletable();
    bench.resetStore();
    events.clear();

    BackupInfo made = bench.full();

    assertThat(bench.service().list()).extracting(BackupInfo::id).contains(made.id(), old.id());
    assertThat(types()).containsExactly("backup.started", "backup.completed", "cleanup.started");
  }

  @Test
  void tellsOfARestoreStateByState() {
    BackupInfo info = bench.full();
    bench.set("global", "k1", "changed");
    bench.remove("global", "k2");
    bench.set("global", "new", 1L);
    events.clear();

    bench.restore(info.id(), PLAIN);

    assertThat(types()).startsWith("restore.started").endsWith("restore.completed");
    assertThat(types()).doesNotContain("restore.failed", "rollback.started");
    assertThat(data("restore.started")).isEqualTo(Map.of("backup_id", info.id()));
    assertThat(states())
        .containsExactly(
            "preparing",
            "validating_backups",
            "creating_rollback_point",
            "restoring_data",
            "verifying_restore",
            "completed");
    assertThat(data("restore.completed"))
        .isEqualTo(
            Map.of(
                "backup_id",
                info.id(),
                "dry_run",
                false,
                "added",
                1L,
                "changed",
                1L,
                "removed",
                1L));
    assertThat(events)
        .filteredOn(event -> event.type().equals("restore.progress"))
        .isNotEmpty()
        .allSatisfy(event -> assertThat(event.data().get("backup_id")).isEqualTo(info.id()));
  }

  @Test
  void tellsOfARestoreThatFailedAndWasTakenBack() {
    BackupInfo info = bench.full();
    bench.set("global", "k1", "changed");
    bench.backend = new FaultyBackend(bench.backend, 3, FaultyBackend.Fault.ONCE);
    bench.resetStore();
    events.clear();

    assertThatThrownBy(() -> bench.restore(info.id(), PLAIN)).isInstanceOf(SpellException.class);

    assertThat(types().stream().filter(type -> !type.equals("restore.state")))
        .containsExactly(
            "restore.started", "rollback.started", "rollback.completed", "restore.failed");
    assertThat(states()).endsWith("restoring_data", "rolled_back");
    assertThat(data("rollback.started"))
        .isEqualTo(Map.of("backup_id", info.id(), "error", "No space left on device"));
    assertThat(data("rollback.completed")).isEqualTo(Map.of("backup_id", info.id()));
    assertThat(data("restore.failed"))
        .isEqualTo(Map.of("backup_id", info.id(), "error", "No space left on device"));
  }

  @Test
  void tellsOfARestoreThatFailedBeforeAnythingWasChanged() throws Exception {
    BackupInfo info = bench.full();
    Files.write(bench.backups().resolve(info.id() + ".backup"), new byte[] {1});
    events.clear();

    assertThatThrownBy(() -> bench.restore(info.id(), PLAIN)).isInstanceOf(SpellException.class);

    assertThat(types())
        .containsExactly("restore.started", "restore.state", "restore.state", "restore.failed");
    assertThat(data("restore.failed").get("error")).asString().contains(info.id());
  }

  @Test
  void tellsWhatAValidationFound() throws Exception {
    BackupInfo info = bench.full();
    events.clear();

    bench.validate(info.id());

    assertThat(types()).containsExactly("validation.started", "validation.completed");
    assertThat(data("validation.completed"))
        .isEqualTo(Map.of("backup_id", info.id(), "is_valid", true, "errors", List.of()));
    events.clear();
    Files.write(bench.backups().resolve(info.id() + ".backup"), new byte[] {1});

    List<String> errors = bench.validate(info.id()).errors();

    assertThat(errors).isNotEmpty();
    assertThat(data("validation.completed"))
        .isEqualTo(Map.of("backup_id", info.id(), "is_valid", false, "errors", errors));
  }

  @Test
  void aRefusedEventStopsNothing() {
    refusing = true;

    BackupInfo info = bench.full();
    bench.restore(info.id(), PLAIN);

    assertThat(types()).contains("backup.completed", "restore.completed");
  }

  /** A file system that deletes nothing, as when somebody else has the folder. */
  private static final class Undeletable implements Disk {
    @Override
    public OutputStream create(Path file) throws IOException {
      return REAL.create(file);
    }

    @Override
    public void sync(OutputStream out) throws IOException {
      REAL.sync(out);
    }

    @Override
    public void move(Path from, Path to) throws IOException {
      REAL.move(from, to);
    }

    @Override
    public void delete(Path file) throws IOException {
      throw new java.nio.file.AccessDeniedException(file.toString());
    }

    @Override
    public void syncFolder(Path folder) throws IOException {
      REAL.syncFolder(folder);
    }
  }
}
