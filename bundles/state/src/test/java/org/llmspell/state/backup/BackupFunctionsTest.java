package org.llmspell.state.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.script.ScriptArguments;
import org.llmspell.core.script.ScriptFunction;
import org.llmspell.core.script.ScriptSession;

class BackupFunctionsTest {

  @TempDir Path home;
  private Bench bench;
  private Map<String, ScriptFunction> functions;

  @BeforeEach
  void open() {
    bench = new Bench(home);
    bench.set("global", "k", "v");
    var session =
        (ScriptSession)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {ScriptSession.class},
                (_, _, _) -> ExecutionContext.create());
    functions = new BackupFunctions(bench.service()).open(session);
  }

  private Object call(String name, @Nullable Object... arguments) {
    return Objects.requireNonNull(
        Objects.requireNonNull(functions.get(name))
            .call(new ScriptArguments(name, Arrays.asList(arguments))));
  }

  @SuppressWarnings("unchecked") // the functions give tables
  private Map<String, Object> table(String name, @Nullable Object... arguments) {
    return (Map<String, Object>) call(name, arguments);
  }

  @Test
  void aWholeRoundTripHasTheFieldsOfTheSpecification() {
    Map<String, Object> made = table("create_backup");
    String id = String.valueOf(made.get("backup_id"));
    bench.set("global", "k", "other");

    assertThat(made)
        .containsEntry("success", true)
        .containsEntry("entry_count", 1L)
        .containsEntry("incremental", false)
        .containsEntry("is_incremental", false)
        .containsKeys("size_bytes", "created_at")
        .doesNotContainKey("parent_id");
    assertThat(table("create_backup", true)).containsEntry("parent_id", id);
    assertThat(call("list_backups"))
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
        .hasSize(2);
    assertThat(table("validate_backup", id))
        .containsEntry("is_valid", true)
        .containsEntry("checksum_valid", true)
        .containsEntry("integrity_valid", true)
        .doesNotContainKey("errors");
    assertThat(table("restore_backup", id))
        .containsEntry("success", true)
        .containsEntry("backup_id", id);
    assertThat(bench.state().toString()).contains("value=v");
    assertThat(table("get_storage_usage"))
        .containsEntry("total_backups", 3L)
        .containsEntry("full_backups", 1L)
        .containsKeys("oldest_backup", "newest_backup", "total_size");
    assertThat(table("cleanup_backups", true))
        .containsEntry("success", true)
        .containsEntry("dry_run", true)
        .containsEntry("deleted_count", 0L)
        .containsEntry("retained_count", 3L);
  }

  @Test
  void whatIsSwitchedOffSaysSoInItsResult() {
    bench.settings.put("backup_enabled", false);

    for (Map<String, Object> result :
        List.of(
            table("create_backup"),
            table("list_backups"),
            table("restore_backup", "x"),
            table("get_storage_usage"),
            table("cleanup_backups"))) {
      assertThat(result).containsEntry("success", false);
      assertThat(String.valueOf(result.get("error"))).contains("backup_enabled");
    }
    assertThat(table("validate_backup", "x")).containsEntry("is_valid", false);
  }

  @Test
  void anUnknownBackupIsAnErrorResult() {
    assertThat(table("restore_backup", "backup_1_00000000"))
        .containsEntry("success", false)
        .containsEntry("backup_id", "backup_1_00000000");
    assertThatThrownBy(() -> call("restore_backup")).isInstanceOf(SpellException.class);
  }
}
