package org.llmspell.benchmarks.state;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.type.ByteArrayDataType;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.state.backend.StateWrite;

/** MVStore, the store under H2; each write is committed. */
record MvStoreContender(MVStore store, MVMap<byte[], byte[]> map) implements Contender {

  static Contender open(Path folder) {
    MVStore store =
        new MVStore.Builder().fileName(folder.resolve("mv").toString()).autoCommitDisabled().open();
    return new MvStoreContender(
        store,
        store.openMap(
            "state",
            new MVMap.Builder<byte[], byte[]>()
                .keyType(ByteArrayDataType.INSTANCE)
                .valueType(ByteArrayDataType.INSTANCE)));
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
    store.commit();
  }

  @Override
  public byte @Nullable [] get(byte[] key) {
    return map.get(key);
  }

  @Override
  public long scan(byte[] from, byte[] to) {
    long count = 0;
    Cursor<byte[], byte[]> cursor = map.cursor(from);
    while (cursor.hasNext() && Arrays.compareUnsigned(cursor.next(), to) < 0) {
      count += cursor.getValue().length > 0 ? 1 : 0;
    }
    return count;
  }

  @Override
  public void close() {
    store.close();
  }
}
