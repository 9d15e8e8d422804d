package org.llmspell.benchmarks.state;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ConcurrentNavigableMap;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.state.backend.StateWrite;
import org.mapdb.DB;
import org.mapdb.DBMaker;
import org.mapdb.Serializer;

/** MapDB with its write-ahead log, without which a dead process leaves a broken file. */
record MapDbContender(DB db, ConcurrentNavigableMap<byte[], byte[]> map) implements Contender {

  static Contender open(Path folder) {
    DB db =
        DBMaker.fileDB(folder.resolve("map.db").toFile())
            .fileMmapEnableIfSupported()
            .transactionEnable()
            .make();
    return new MapDbContender(
        db, db.treeMap("state", Serializer.BYTE_ARRAY, Serializer.BYTE_ARRAY).createOrOpen());
  }

  @Override
  public void write(List<StateWrite> entries) {
    for (StateWrite entry : entries) {
      byte[] value = entry.value();
      if (value == null) {
        map.remove(entry.key());
      } else {
        map.put(entry.key(), value);
      }
    }
    db.commit();
  }

  @Override
  public byte @Nullable [] get(byte[] key) {
    return map.get(key);
  }

  @Override
  public long scan(byte[] from, byte[] to) {
    long count = 0;
    for (byte[] value : map.subMap(from, to).values()) {
      count += value.length > 0 ? 1 : 0;
    }
    return count;
  }

  @Override
  public void close() {
    db.close();
  }
}
