package org.llmspell.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.llmspell.core.state.StateScope;

class SuccessionTest {
  private static final StateScope GLOBAL = StateScope.GLOBAL;

  @TempDir Path dir;
  private Stores stores;

  @BeforeEach
  void prepare() {
    stores = new Stores(dir).enabled();
  }

  private void set(String key, Object value) {
    StoreService service = stores.start();
    new StateService(service).set(GLOBAL, key, value);
    service.close();
  }

  private Map<String, @Nullable Object> all() {
    StoreService service = stores.start();
    try {
      return new StateService(service).all(GLOBAL);
    } finally {
      service.close();
    }
  }

  private Optional<String> left() {
    StoreService service = stores.start();
    return new Succession(service.opener(), service.settings()).left();
  }

  @Test
  void bringsEntriesToAnotherBackendAndAnotherPathBetweenTwoRuns() {
    set("k", 1L);

    stores.with("carry_over", true).with("backend_type", "rocksdb");
    assertThat(all()).containsEntry("k", 1L);
    stores.with("path", "elsewhere/my state");
    assertThat(all()).containsEntry("k", 1L);

    assertThat(left()).isEmpty();
    assertThat(dir.resolve("elsewhere/my state/rocksdb")).isDirectory();
  }

  @Test
  void tellsWhereEntriesWereLeftAndBringsThemLater() {
    set("both", "old");
    set("old", 1L);

    stores.with("path", "elsewhere");
    set("both", "new");
    assertThat(all()).hasSize(1);
    assertThat(left().orElseThrow())
        .contains("backend_type = \"xodus\", path = \"" + dir.resolve("state") + "\"")
        .contains("carry_over = true");
    stores.with("enabled", false);
    assertThat(left().orElseThrow()).contains(dir.resolve("elsewhere").toString(), "enabled");

    stores.with("enabled", true).with("carry_over", true);
    assertThat(all()).containsEntry("both", "new").containsEntry("old", 1L).hasSize(2);
    assertThat(left()).isEmpty();
  }

  @Test
  void losesNothingOnTheWayBackToAStoreThatWasLeft() {
    set("both", "old");
    set("old", 1L);
    stores.with("backend_type", "rocksdb");
    set("both", "new");

    stores.with("backend_type", "xodus").with("carry_over", true);

    assertThat(all()).containsEntry("both", "new").containsEntry("old", 1L);
    assertThat(left()).isEmpty();
  }

  @Test
  void bringsDeletionsAlongOnTheWayBack() {
    set("a", 1L);
    set("b", 1L);
    stores.with("carry_over", true).with("backend_type", "rocksdb");
    StoreService service = stores.start();
    new StateService(service).delete(GLOBAL, "a");
    service.close();

    stores.with("backend_type", "xodus");

    assertThat(all().keySet()).isEqualTo(java.util.Set.of("b"));
  }

  @Test
  void leavesTheEntriesOfAStoreInAnotherFolderAlone() {
    stores.with("path", "one");
    set("one", 1L);
    stores.with("path", "two");
    set("two", 2L);
    stores.with("carry_over", true).with("path", "one");
    assertThat(all()).containsKey("one").containsKey("two"); // it had been left

    stores.with("path", "two");

    assertThat(all()).hasSize(1);
    StoreService service = stores.start();
    service.open();
    var settings = new java.util.HashMap<>(stores.settings);
    settings.put("path", "one");
    service.reconfigure(settings);
    assertThat(new StateService(service).all(GLOBAL)).hasSize(2);
  }

  @Test
  void saysNothingOfAStoreWithoutEntries() {
    stores.start().open();
    stores.with("backend_type", "rocksdb");
    all();

    assertThat(left()).isEmpty();
  }

  @Test
  void saysWhatToDoWhenTheStoreBeforeCannotBeOpened() {
    set("k", 1L);
    stores.xodus.damaged = true;
    stores.with("backend_type", "rocksdb").with("carry_over", true);

    assertThatThrownBy(this::all)
        .hasMessageContaining("backend_type = \"xodus\"")
        .hasMessageContaining("can not be brought over")
        .hasMessageContaining("carry_over = false");
    stores.with("carry_over", false);
    assertThat(all()).isEmpty();
    assertThat(left()).isPresent();
  }

  @Test
  void readsEncryptedEntriesOfTheStoreBefore() {
    stores.with("encryption", true);
    set("k", "secret");

    stores.with("encryption", false).with("carry_over", true).with("path", "elsewhere");

    assertThat(all()).containsEntry("k", "secret");
    assertThat(dir.resolve("elsewhere/keys")).doesNotExist();
  }

  @Test
  void carriesFromDiskToMemoryWhileItRuns() {
    StoreService service = stores.start();
    var state = new StateService(service);
    state.set(GLOBAL, "k", 1L);

    service.reconfigure(Map.of("enabled", false, "carry_over", true));

    assertThat(state.get(GLOBAL, "k")).contains(1L);
    assertThat(state.info().traits().persistent()).isFalse();
  }

  @Test
  void keepsWhatIsOnDiskWhenMemoryIsCarriedThere() {
    set("k", 1L);
    StoreService service = stores.with("enabled", false).start();
    var state = new StateService(service);
    state.set(GLOBAL, "in memory", 2L);

    service.reconfigure(Map.of("enabled", true, "carry_over", true));

    assertThat(state.all(GLOBAL)).containsEntry("k", 1L).containsEntry("in memory", 2L);
  }

  @Test
  void movesWithTheDataFolder() throws IOException {
    set("k", 1L);

    assertThat(Files.readString(dir.resolve("state.last"))).isEqualTo("open xodus state\n");
  }
}
