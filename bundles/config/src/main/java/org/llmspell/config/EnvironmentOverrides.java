package org.llmspell.config;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The environment variables that override settings: both families of names. */
final class EnvironmentOverrides {

  private static final String TABLE =
      """
      LLMSPELL_DEFAULT_ENGINE               default_engine                                 TEXT
      LLMSPELL_DEFAULT_PROVIDER             providers.default_provider                     TEXT
      LLMSPELL_MAX_CONCURRENT_SCRIPTS       runtime.max_concurrent_scripts                 NUMBER
      LLMSPELL_SCRIPT_TIMEOUT               runtime.script_timeout_seconds                 NUMBER
      LLMSPELL_SCRIPT_TIMEOUT_SECONDS       runtime.script_timeout_seconds                 NUMBER
      LLMSPELL_ENABLE_STREAMING             runtime.enable_streaming                       FLAG
      LLMSPELL_ALLOW_FILE_ACCESS            runtime.security.allow_file_access             FLAG
      LLMSPELL_ALLOW_NETWORK_ACCESS         runtime.security.allow_network_access          FLAG
      LLMSPELL_ALLOW_PROCESS_SPAWN          runtime.security.allow_process_spawn           FLAG
      LLMSPELL_MAX_MEMORY_MB                runtime.security.max_memory_bytes              MEBIBYTES
      LLMSPELL_MAX_MEMORY_BYTES             runtime.security.max_memory_bytes              NUMBER
      LLMSPELL_MAX_EXECUTION_TIME_MS        runtime.security.max_execution_time_ms         NUMBER
      LLMSPELL_STATE_ENABLED                runtime.state_persistence.enabled               FLAG
      LLMSPELL_STATE_BACKEND                runtime.state_persistence.backend_type          TEXT
      LLMSPELL_STATE_PATH                   runtime.state_persistence.path                  TEXT
      LLMSPELL_STATE_MAX_SIZE_BYTES         runtime.state_persistence.max_state_size_bytes  NUMBER
      LLMSPELL_STATE_MIGRATION_ENABLED      runtime.state_persistence.migration_enabled     FLAG
      LLMSPELL_STATE_BACKUP_ON_MIGRATION    runtime.state_persistence.backup_on_migration   FLAG
      LLMSPELL_STATE_BACKUP_ENABLED         runtime.state_persistence.backup_enabled        FLAG
      LLMSPELL_STATE_BACKUP_DIR             runtime.state_persistence.backup.backup_dir     TEXT
      LLMSPELL_TOOLS_ENABLED                tools.enabled                                  FLAG
      LLMSPELL_TOOLS_RATE_LIMIT             tools.rate_limit_per_minute                    NUMBER
      LLMSPELL_TOOLS_FILE_OPS_ENABLED       tools.file_operations.enabled                  FLAG
      LLMSPELL_TOOLS_ALLOWED_PATHS          tools.file_operations.allowed_paths            PATHS
      LLMSPELL_TOOLS_MAX_FILE_SIZE          tools.file_operations.max_file_size            NUMBER
      LLMSPELL_TOOLS_NETWORK_TIMEOUT        tools.network.timeout_seconds                  NUMBER
      LLMSPELL_TOOLS_NETWORK_MAX_RETRIES    tools.network.max_retries                      NUMBER
      LLMSPELL_TOOLS_NETWORK_VERIFY_SSL     tools.network.verify_ssl                       FLAG
      LLMSPELL_TOOLS_WEB_ALLOWED_DOMAINS    tools.web_tools.allowed_domains                LIST
      LLMSPELL_TOOLS_WEB_BLOCKED_DOMAINS    tools.web_tools.blocked_domains                LIST
      LLMSPELL_TOOLS_SYSTEM_ALLOW_PROCESS_EXEC  tools.system.allow_process_execution       FLAG
      LLMSPELL_TOOLS_SYSTEM_ALLOWED_COMMANDS    tools.system.allowed_commands              LIST
      LLMSPELL_TOOLS_SYSTEM_MAX_OUTPUT_SIZE     tools.system.max_output_size               NUMBER
      LLMSPELL_HOOKS_ENABLED                hooks.enabled                                  FLAG
      LLMSPELL_HOOKS_RATE_LIMIT             hooks.rate_limit_per_minute                    NUMBER
      LLMSPELL_EVENTS_ENABLED               events.enabled                                 FLAG
      LLMSPELL_EVENTS_BUFFER_SIZE           events.buffer_size                             NUMBER
      LLMSPELL_EVENTS_EMIT_TIMING_EVENTS    events.emit_timing_events                      FLAG
      LLMSPELL_EVENTS_EMIT_STATE_EVENTS     events.emit_state_events                       FLAG
      LLMSPELL_EVENTS_EMIT_DEBUG_EVENTS     events.emit_debug_events                       FLAG
      LLMSPELL_EVENTS_MAX_EVENTS_PER_SECOND events.max_events_per_second                   NUMBER
      LLMSPELL_EVENTS_EXPORT_STDOUT         events.export.stdout                           FLAG
      LLMSPELL_EVENTS_EXPORT_FILE           events.export.file                             TEXT
      LLMSPELL_EVENTS_EXPORT_WEBHOOK        events.export.webhook                          TEXT
      LLMSPELL_EVENTS_EXPORT_PRETTY_JSON    events.export.pretty_json                      FLAG
      LLMSPELL_EVENTS_FILTERING_INCLUDE_TYPES       events.filtering.include_types         LIST
      LLMSPELL_EVENTS_FILTERING_EXCLUDE_TYPES       events.filtering.exclude_types         LIST
      LLMSPELL_EVENTS_FILTERING_INCLUDE_COMPONENTS  events.filtering.include_components    LIST
      LLMSPELL_EVENTS_FILTERING_EXCLUDE_COMPONENTS  events.filtering.exclude_components    LIST
      """;

  private EnvironmentOverrides() {}

  /**
   * Puts the values of the variables that are set into the settings. An empty variable counts as
   * not set. Of two names for one key, the later one in the table wins.
   */
  static void apply(Map<String, String> environment, Map<String, @Nullable Object> settings) {
    if (environment.keySet().stream().noneMatch(name -> name.startsWith("LLMSPELL_"))) {
      return;
    }
    TABLE
        .lines()
        .map(line -> line.split(" +"))
        .forEach(row -> {
          String text = environment.getOrDefault(row[0], "");
          if (!text.isEmpty()) {
            Tree.set(settings, row[1], Conversion.valueOf(row[2]).convert(row[0], text));
          }
        });
  }
}
