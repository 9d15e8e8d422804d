package org.llmspell.state.xodus;

import java.lang.System.Logger.Level;
import java.nio.file.Path;
import jetbrains.exodus.env.Environment;
import jetbrains.exodus.env.EnvironmentConfig;
import jetbrains.exodus.env.EnvironmentImpl;
import jetbrains.exodus.env.Environments;
import jetbrains.exodus.io.DataReader;
import jetbrains.exodus.io.DataReaderWriterProvider;
import jetbrains.exodus.io.DataWriter;
import jetbrains.exodus.log.LogConfig;
import org.llmspell.state.disk.Failures;

/** Opens Xodus the way we want it. */
final class Xodus {
  private static final System.Logger LOG = System.getLogger("llmspell.state-xodus");
  private static final long MOST_CACHE = 64L << 20;
  private static final long LEAST_CACHE = 2L << 20;
  private static final int PAGE = 16 << 10;

  private Xodus() {}

  static Environment open(Path folder, DataReader reader, DataWriter writer, boolean readOnly) {
    LogConfig log = LogConfig.create(reader, writer);
    Environment environment = open(log, config(readOnly));
    ((EnvironmentImpl) environment)
        .getGC()
        .getCleanerJobProcessor()
        .setExceptionHandler((processor, job, failure) ->
            LOG.log(
                Level.WARNING,
                () ->
                    "the state store in '%s' could not give back unused space: %s"
                        .formatted(folder, Failures.reason(failure)),
                failure));
    return environment;
  }

  private static Environment open(LogConfig log, EnvironmentConfig config) {
    Thread thread = Thread.currentThread();
    ClassLoader context = thread.getContextClassLoader();
    // Or Xodus would look for services among the classes of others.
    thread.setContextClassLoader(Xodus.class.getClassLoader());
    try {
      return Environments.newInstance(log, config);
    } finally {
      thread.setContextClassLoader(context);
    }
  }

  private static EnvironmentConfig config(boolean readOnly) {
    long cache = Math.clamp(Runtime.getRuntime().maxMemory() / 8, LEAST_CACHE, MOST_CACHE);
    return new EnvironmentConfig()
        // The name only keeps Xodus from looking at the kind of disk; our reader and writer serve.
        .setLogDataReaderWriterProvider(DataReaderWriterProvider.IN_MEMORY_READER_WRITER_PROVIDER)
        .setLogFileSize(LogFiles.SIZE >> 10)
        .setMemoryUsage(cache)
        .setLogCachePageSize(PAGE)
        .setLogCacheShared(false)
        // The other kind keeps so few pages that most reads go to the file: ten times slower.
        .setLogCacheNonBlocking(false)
        .setLogCacheUseSoftReferences(false)
        .setLogDurableWrite(false)
        // Never on its own: whoever wants writes to survive a loss of power calls sync.
        .setLogSyncPeriod(Integer.MAX_VALUE)
        .setLogClearInvalid(false)
        .setManagementEnabled(false)
        .setEnvGatherStatistics(false)
        .setEnvMonitorTxnsTimeout(0)
        .setEnvIsReadonly(readOnly)
        .setEnvReadonlyEmptyStores(true)
        .setGcEnabled(!readOnly)
        // At once: most commands are over soon.
        .setGcStartIn(0)
        .setGcFilesDeletionDelay(0)
        .setGcRenameFiles(false);
  }
}
