package org.llmspell.hooks.builtin;

import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.hook.HookContext;
import org.llmspell.core.hook.HookPoint;
import org.llmspell.core.hook.HookResult;

/** Writes a line to the log for each firing. Values of secret keys are masked. */
final class LoggingHook implements BuiltinHook {
  private static final System.Logger LOG = System.getLogger("llmspell.hooks.logging");

  private final Config config;
  private final Clock clock;
  private final LongAdder lines = new LongAdder();

  /** From little to much. */
  enum LogLevel {
    TRACE(Level.TRACE),
    DEBUG(Level.DEBUG),
    INFO(Level.INFO),
    WARN(Level.WARNING),
    ERROR(Level.ERROR);

    private final Level level;

    LogLevel(Level level) {
      this.level = level;
    }
  }

  /**
   * The settings.
   *
   * @param level the level of the lines
   * @param contextData whether they have the data
   * @param metadata whether they have the metadata
   * @param performance whether they have the age of the context
   * @param maxDataSize data longer than so many characters are cut
   */
  record Config(
      LogLevel level, boolean contextData, boolean metadata, boolean performance, int maxDataSize) {
    static Config of(Options options) {
      return new Config(
          options.choice("level", LogLevel.INFO),
          options.flag("include_context_data", true),
          options.flag("include_metadata", true),
          options.flag("log_performance", true),
          options.number("max_data_size", 1024, 0));
    }
  }

  LoggingHook(Config config, Clock clock) {
    this.config = config;
    this.clock = clock;
  }

  @Override
  public List<? extends HookPoint> points() {
    return Points.WORK;
  }

  @Override
  public HookResult execute(HookContext context) {
    if (LOG.isLoggable(config.level.level)) {
      LOG.log(config.level.level, line(context));
    }
    lines.increment();
    context.metadata().put("logged_at", clock.instant().toString());
    context.metadata().put("logging_hook_version", "1.0.0");
    return HookResult.proceed();
  }

  String line(HookContext context) {
    var line = new StringBuilder();
    line.append(context).append(" [").append(context.correlationId()).append(']');
    if (config.contextData) {
      line.append(" data=").append(cut(Secrets.masked(context.data()).toString()));
    }
    if (config.metadata && !context.metadata().isEmpty()) {
      line.append(" metadata=").append(cut(Secrets.masked(context.metadata()).toString()));
    }
    if (config.performance) {
      long age = clock.millis() - context.timestamp().toEpochMilli();
      line.append(" after ").append(Math.max(0, age)).append(" ms");
    }
    return line.toString();
  }

  private String cut(String text) {
    return text.length() <= config.maxDataSize
        ? text
        : text.substring(0, config.maxDataSize) + "... (" + text.length() + " characters)";
  }

  @Override
  public Map<String, @Nullable Object> stats() {
    return Map.of("lines", lines.sum());
  }
}
