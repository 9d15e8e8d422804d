package org.llmspell.testkit.state;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.state.backend.StateBackend;
import org.llmspell.core.state.backend.StateBackendFactory;
import org.llmspell.core.state.backend.StateSnapshot;
import org.llmspell.core.state.backend.StateWrite;

/** Does random things to a store and to a sorted map, and compares. */
final class ModelCheck {
  private static final byte[] NONE = new byte[0];

  private final StateBackendFactory factory;
  private final Path folder;
  private final long seed;
  private final SplittableRandom random;
  private final List<Seen> snapshots = new ArrayList<>();
  private NavigableMap<String, String> model = new TreeMap<>();
  private StateBackend store;

  private record Seen(StateSnapshot snapshot, NavigableMap<String, String> model) {}

  ModelCheck(StateBackendFactory factory, Path folder, long seed) {
    this.factory = factory;
    this.folder = folder;
    this.seed = seed;
    this.random = new SplittableRandom(seed);
    this.store = factory.open(folder);
  }

  void run(int steps) {
    int step = 0;
    try {
      for (; step < steps; step++) {
        step();
      }
      assertEquals(model, Bytes.all(store::scan));
    } catch (AssertionError | RuntimeException e) {
      throw Seed.failure(seed, "step %d differs from a sorted map".formatted(step), e);
    } finally {
      closeSnapshots();
      store.close();
    }
  }

  private void step() {
    switch (random.nextInt(60)) {
      case 0 -> reopen();
      case 1, 2 -> takeSnapshot();
      case 3 -> store.sync();
      case 4, 5, 6, 7, 8, 9 -> lookAtSnapshot();
      case 10, 11, 12, 13, 14, 15 -> delete();
      case 16, 17, 18, 19, 20, 21, 22, 23, 24 -> batch();
      case 25, 26, 27, 28, 29, 30, 31, 32, 33, 34 -> get();
      case 35, 36, 37, 38, 39, 40 -> scan(store::scan, model);
      default -> put();
    }
  }

  private void put() {
    byte[] key = key();
    byte[] value = value();
    store.put(key, value);
    model.put(Bytes.text(key), Bytes.text(value));
  }

  private void delete() {
    byte[] key = key();
    store.delete(key);
    model.remove(Bytes.text(key));
  }

  private void batch() {
    var changes = new ArrayList<StateWrite>();
    for (int i = random.nextInt(60); i > 0; i--) {
      byte[] key = key();
      byte @Nullable [] value = random.nextInt(3) == 0 ? null : value();
      changes.add(new StateWrite(key, value));
      if (value == null) {
        model.remove(Bytes.text(key));
      } else {
        model.put(Bytes.text(key), Bytes.text(value));
      }
    }
    store.write(changes);
  }

  private void get() {
    byte[] key = key();
    byte[] value = store.get(key);
    assertEquals(model.get(Bytes.text(key)), value == null ? null : Bytes.text(value));
  }

  private void scan(Bytes.Scan scan, NavigableMap<String, String> expected) {
    byte[] prefix = random.nextInt(4) == 0 ? NONE : key();
    byte[] from = random.nextBoolean() ? prefix : key();
    var entries = new ArrayList<Map.Entry<String, String>>();
    expected
        .tailMap(Bytes.text(from))
        .forEach((key, value) -> {
          if (key.startsWith(Bytes.text(prefix))) {
            entries.add(Map.entry(key, value));
          }
        });
    assertEquals(entries, Bytes.entries(scan, prefix, from));
  }

  private void takeSnapshot() {
    if (snapshots.size() < 4) {
      snapshots.add(new Seen(store.snapshot(), new TreeMap<>(model)));
    }
  }

  private void lookAtSnapshot() {
    if (snapshots.isEmpty()) {
      return;
    }
    int place = random.nextInt(snapshots.size());
    Seen seen = snapshots.get(place);
    byte[] key = key();
    byte[] value = seen.snapshot.get(key);
    assertEquals(seen.model.get(Bytes.text(key)), value == null ? null : Bytes.text(value));
    scan(seen.snapshot::scan, seen.model);
    if (random.nextInt(3) == 0) {
      snapshots.remove(place).snapshot.close();
    }
  }

  private void reopen() {
    closeSnapshots();
    boolean persistent = store.traits().persistent();
    store.close();
    store = factory.open(folder);
    if (!persistent) {
      model = new TreeMap<>();
    }
    assertEquals(model, Bytes.all(store::scan));
  }

  private void closeSnapshots() {
    snapshots.forEach(seen -> seen.snapshot.close());
    snapshots.clear();
  }

  /** Few different ones, so that they meet again; many that are a prefix of others. */
  private byte[] key() {
    if (!model.isEmpty() && random.nextInt(3) == 0) {
      String some = model.ceilingKey(Bytes.text(shortKey()));
      return HexFormat.of().parseHex(some == null ? model.firstKey() : some);
    }
    return shortKey();
  }

  private byte[] shortKey() {
    byte[] key = new byte[random.nextInt(5)];
    for (int i = 0; i < key.length; i++) {
      key[i] =
          switch (random.nextInt(5)) {
            case 0 -> 0;
            case 1 -> (byte) 255;
            case 2 -> 127;
            case 3 -> (byte) 128;
            default -> (byte) random.nextInt(256);
          };
    }
    return key;
  }

  private byte[] value() {
    int size =
        switch (random.nextInt(8)) {
          case 0 -> 0;
          case 1 -> random.nextInt(20_000);
          default -> random.nextInt(40);
        };
    byte[] value = new byte[size];
    random.nextBytes(value);
    return value;
  }
}
