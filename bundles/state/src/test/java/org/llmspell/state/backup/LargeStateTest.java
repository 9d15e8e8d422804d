package org.llmspell.state.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.llmspell.core.state.StateScope;
import org.llmspell.core.state.backend.BackendTraits;
import org.llmspell.core.state.backend.EntryVisitor;
import org.llmspell.core.state.backend.StateBackend;
import org.llmspell.core.state.backend.StateSnapshot;
import org.llmspell.core.state.backend.StateWrite;
import org.llmspell.core.state.backup.BackupInfo;
import org.llmspell.core.state.backup.RestoreOptions;
import org.llmspell.core.state.backup.RestoreReport;
import org.llmspell.state.memory.MemoryBackends;
import org.llmspell.state.store.Keys;
import org.llmspell.state.store.RecordCodec;
import org.llmspell.state.store.StateRecord;

/** Backs up a state that is larger than the memory; meant to run with a small heap. */
@Tag("stress")
class LargeStateTest {
  private static final int ENTRIES = Integer.getInteger("llmspell.test.entries", 1_000_000);

  @TempDir Path home;

  /** Makes its entries up while they are scanned. */
  private static final class Endless implements StateBackend, StateSnapshot {
    private final StateBackend rest;
    private final RecordCodec codec = RecordCodec.plain();
    private final byte[] filler = new byte[700];

    Endless(StateBackend rest) {
      this.rest = rest;
      new Random(1).nextBytes(filler);
    }

    @Override
    public void scan(byte[] prefix, byte[] from, EntryVisitor visitor) {
      if (prefix.length > 0) {
        rest.scan(prefix, from, visitor);
        return;
      }
      for (int i = 0; i < ENTRIES; i++) {
        byte[] key = Keys.state(StateScope.GLOBAL, "key%09d".formatted(i));
        ByteBuffer.wrap(filler).putInt(i * 31);
        String value = java.util.Base64.getEncoder().encodeToString(filler);
        if (!visitor.visit(key, codec.encode(key, StateRecord.of(value, i)))) {
          return;
        }
      }
    }

    @Override
    public StateSnapshot snapshot() {
      return this;
    }

    @Override
    public BackendTraits traits() {
      return rest.traits();
    }

    @Override
    public byte @Nullable [] get(byte[] key) {
      return rest.get(key);
    }

    @Override
    public void write(List<StateWrite> changes) {
      rest.write(changes);
    }

    @Override
    public void sync() {
      rest.sync();
    }

    @Override
    public long size() {
      return ENTRIES;
    }

    @Override
    public void close() {
      // makes its entries up
    }
  }

  @Test
  void needsNoMoreMemoryThanAFewChunks() {
    var bench = new Bench(home);
    bench.settings.put("backup.compression_type", "zstd");
    bench.backend = new Endless(new MemoryBackends().open(home));
    long start = System.nanoTime();
    BackupInfo full = bench.full();
    long made = System.nanoTime();
    BackupInfo incremental = bench.incremental();
    long again = System.nanoTime();
    assertThat(bench.validate(incremental.id()).valid()).isTrue();
    long validated = System.nanoTime();
    RestoreReport report = bench.restore(incremental.id(), RestoreOptions.DEFAULT.dry(true));

    assertThat(full.entryCount()).isEqualTo(ENTRIES);
    assertThat(incremental.changedEntries()).isZero();
    assertThat(report.unchanged()).isEqualTo(ENTRIES);
    System.out.printf(
        "%d MB, heap %d MB: full %d ms (%d MB), incremental %d ms (%d MB), validate %d ms, dry run %d ms%n",
        full.totalSize() >> 20,
        Runtime.getRuntime().maxMemory() >> 20,
        (made - start) / 1_000_000,
        full.sizeBytes() >> 20,
        (again - made) / 1_000_000,
        incremental.sizeBytes() >> 20,
        (validated - again) / 1_000_000,
        (System.nanoTime() - validated) / 1_000_000);
  }
}
