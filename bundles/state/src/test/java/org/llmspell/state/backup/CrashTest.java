package org.llmspell.state.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.state.backend.StateBackend;
import org.llmspell.core.state.backup.BackupInfo;
import org.llmspell.core.state.backup.RestoreOptions;
import org.llmspell.state.store.KeyRing;

/** Lets the process die, or the disk be full, at every single step. */
@Tag("slow")
class CrashTest {
  private static final RestoreOptions PLAIN = RestoreOptions.DEFAULT.backup(false);

  @TempDir Path home;
  private Bench bench;
  private final KeyRing keys = KeyRing.inMemory();
  private StateBackend backend;

  @BeforeEach
  void fill() {
    bench = new Bench(home);
    bench.folder = home;
    bench.keys = keys;
    backend = bench.backend;
    for (int i = 0; i < 2500; i++) {
      bench.set("global", "k" + i, "value " + i);
    }
  }

  private Bench restarted() {
    var fresh = new Bench(home);
    fresh.folder = home;
    fresh.keys = keys;
    fresh.backend = backend;
    fresh.now = bench.now.plusSeconds(60);
    fresh.reopen();
    return fresh;
  }

  private List<String> files() {
    try (var all = Files.walk(home)) {
      return all.filter(Files::isRegularFile)
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> !name.equals(".lock"))
          .toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aBackupIsThereWhollyOrNotAtAllWhereverTheProcessDies() {
    bench.full();
    for (long step = 1, made = 1; ; step++) {
      bench.set("global", "k1", step);
      var disk = new FaultyDisk(step, true);
      bench = restarted();
      bench.disk = disk;
      Throwable death = catchThrowable(bench::incremental);
      if (!disk.failed()) {
        assertThat(step).isGreaterThan(8);
        return;
      }
      assertThat(death).isInstanceOf(FaultyDisk.Death.class);
      Bench after = restarted();
      assertThat(after.service().list()).hasSizeBetween((int) made, (int) made + 1);
      BackupInfo next = after.incremental();
      assertThat(after.validate(next.id()).errors()).as("step %d", step).isEmpty();
      made = after.service().list().size();
      after.service().list().forEach(one -> assertThat(after.validate(one.id()).valid()).isTrue());
      assertThat(files()).hasSize((int) (2 * made));
    }
  }

  @Test
  void aFullDiskIsAnErrorThatLeavesNothing() {
    for (long step = 1; ; step++) {
      var disk = new FaultyDisk(step, false);
      bench.disk = disk;
      bench.reopen();
      Throwable error = catchThrowable(bench::full);
      if (!disk.failed()) {
        assertThat(step).isGreaterThan(8);
        return;
      }
      if (error != null) {
        assertThat(error).isInstanceOf(SpellException.class).hasMessageContaining("No space left");
      }
      Bench after = restarted();
      after.service().cleanup(false);
      after.service().list().forEach(one -> assertThat(after.validate(one.id()).valid()).isTrue());
      assertThat(files()).as("step %d", step).hasSize(2 * after.service().list().size());
      after.service().list().forEach(one -> after.service().delete(one.id()));
    }
  }

  @Test
  void aRestoreThatDiesInTheStoreIsWholeAfterTheRestart() {
    Prepared prepared = prepare();
    BackupInfo target = prepared.target;
    Map<String, String> old = bench.state();
    Map<String, String> wanted = restoredCopy(target);
    boolean sawOld = false;
    boolean sawNew = false;
    for (long write = 1; ; write++) {
      toState(prepared.before, old);
      var faulty = new FaultyBackend(backend, write, FaultyBackend.Fault.DEATH);
      Bench dying = restarted();
      dying.backend = faulty;
      dying.resetStore();
      Throwable death = catchThrowable(() -> dying.restore(target.id(), PLAIN));
      if (!faulty.failed()) {
        assertThat(sawOld && sawNew).isTrue();
        return;
      }
      assertThat(death).isInstanceOf(FaultyDisk.Death.class);
      Map<String, String> state = restarted().state();
      assertThat(state).as("write %d", write).isIn(old, wanted);
      sawOld |= state.equals(old);
      sawNew |= state.equals(wanted);
      assertThat(files()).noneMatch(name -> name.endsWith(".plan"));
    }
  }

  @Test
  void aRestoreThatDiesAtTheDiskIsWholeAfterTheRestart() {
    Prepared prepared = prepare();
    BackupInfo target = prepared.target;
    Map<String, String> old = bench.state();
    Map<String, String> wanted = restoredCopy(target);
    for (long step = 1; ; step++) {
      toState(prepared.before, old);
      Bench dying = restarted();
      var disk = new FaultyDisk(step, true);
      dying.disk = disk;
      Throwable death = catchThrowable(() -> dying.restore(target.id(), PLAIN));
      if (!disk.failed()) {
        assertThat(step).isGreaterThan(4);
        return;
      }
      assertThat(death).isInstanceOf(FaultyDisk.Death.class);
      assertThat(restarted().state()).as("step %d", step).isIn(old, wanted);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = FaultyBackend.Fault.class,
      names = {"ONCE", "FOR_EVER"})
  void aRestoreThatFailsIsTakenBack(FaultyBackend.Fault fault) {
    Prepared prepared = prepare();
    BackupInfo target = prepared.target;
    Map<String, String> old = bench.state();
    Map<String, String> wanted = restoredCopy(target);
    for (long write = 1; ; write++) {
      toState(prepared.before, old);
      Bench failing = restarted();
      var faulty = new FaultyBackend(backend, write, fault);
      failing.backend = faulty;
      failing.resetStore();
      Throwable error = catchThrowable(() -> failing.restore(target.id(), PLAIN));
      if (!faulty.failed()) {
        assertThat(write).isGreaterThan(4);
        return;
      }
      assertThat(error).isInstanceOf(SpellException.class);
      if (fault == FaultyBackend.Fault.ONCE) {
        assertThat(failing.state()).as("write %d", write).isEqualTo(old);
      }
      assertThat(restarted().state()).as("write %d", write).isIn(old, wanted);
    }
  }

  @Test
  void aMissingPlanIsSaidAndNothingIsTouched() throws IOException {
    Prepared prepared = prepare();
    BackupInfo target = prepared.target;
    var faulty = new FaultyBackend(backend, 4, FaultyBackend.Fault.DEATH);
    Bench dying = restarted();
    dying.backend = faulty;
    dying.resetStore();
    Throwable death = catchThrowable(() -> dying.restore(target.id(), PLAIN));
    assertThat(death).isInstanceOf(FaultyDisk.Death.class);
    for (String name : files()) {
      if (name.endsWith(".plan")) {
        Files.delete(home.resolve(name));
      }
    }

    assertThatThrownBy(this::restarted)
        .isInstanceOf(SpellException.class)
        .hasMessageContaining("in the middle of a restore");
  }

  /** The backup to restore, and one of the state before. */
  private record Prepared(BackupInfo target, BackupInfo before) {}

  /** A backup, and a state that differs from it in more than one batch. */
  private Prepared prepare() {
    BackupInfo target = bench.full();
    for (int i = 0; i < 1800; i++) {
      bench.set("global", "k" + i, "changed " + i);
    }
    for (int i = 0; i < 300; i++) {
      bench.remove("global", "k" + (2000 + i));
      bench.set("user:u", "extra" + i, 1L);
    }
    return new Prepared(target, bench.incremental());
  }

  private void toState(BackupInfo before, Map<String, String> old) {
    Bench fresh = restarted();
    if (!fresh.state().equals(old)) {
      fresh.restore(before.id(), PLAIN);
    }
    assertThat(fresh.state()).isEqualTo(old);
  }

  private Map<String, String> restoredCopy(BackupInfo target) {
    var copy = new Bench(home);
    copy.keys = keys;
    copy.restore(target.id(), PLAIN);
    return copy.state();
  }
}
