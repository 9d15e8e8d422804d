package org.llmspell.state.rocksdb;

import java.nio.file.Path;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.CompressionType;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.WALRecoveryMode;

/** How RocksDB is opened; native memory, so it is closed after the store. */
final class Settings implements AutoCloseable {
  private static final long CACHE = 32L << 20;
  private static final long WRITE_BUFFER = 16L << 20;
  private static final int FILTER_BITS = 10;
  private static final int MOST_FILES = 256;
  private static final int LOGS_KEPT = 2;

  private final Cache cache = new LRUCache(CACHE);
  private final BloomFilter filter = new BloomFilter(FILTER_BITS);
  private final Options options = new Options();

  Settings() {
    var table = new BlockBasedTableConfig();
    table.setBlockCache(cache);
    table.setFilterPolicy(filter);
    table.setCacheIndexAndFilterBlocks(true);
    options
        .setCreateIfMissing(true)
        .setTableFormatConfig(table)
        .setWriteBufferSize(WRITE_BUFFER)
        .setMaxOpenFiles(MOST_FILES)
        .setCompressionType(CompressionType.LZ4_COMPRESSION)
        .setParanoidChecks(true)
        // A process that dies may leave half a record at the end; anything else is damage.
        .setWalRecoveryMode(WALRecoveryMode.TolerateCorruptedTailRecords)
        .setInfoLogLevel(InfoLogLevel.ERROR_LEVEL)
        .setKeepLogFileNum(LOGS_KEPT);
  }

  /** Writes the log of RocksDB to another folder than that of the store. */
  Settings logTo(Path folder) {
    options.setDbLogDir(folder.toString());
    options.setCreateIfMissing(false);
    return this;
  }

  /** Opens also what lacks files or ends of files, as it was when it had them. */
  Settings makeTheBestOfIt() {
    options.setBestEffortsRecovery(true);
    options.setCreateIfMissing(false);
    options.setWalRecoveryMode(WALRecoveryMode.SkipAnyCorruptedRecords);
    return this;
  }

  Options options() {
    return options;
  }

  @Override
  public void close() {
    options.close();
    filter.close();
    cache.close();
  }
}
