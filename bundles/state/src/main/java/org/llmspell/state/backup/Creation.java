package org.llmspell.state.backup;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.state.backend.StateSnapshot;
import org.llmspell.core.state.backup.BackupInfo;
import org.llmspell.core.state.backup.BackupOptions;

/** Makes one backup. For one thread. */
final class Creation {
  private static final System.Logger LOG = System.getLogger("llmspell.state");
  private static final byte[] ALL = {};

  private final Workshop shop;
  private final PortableRecords records;
  private final Pulse pulse;

  Creation(Workshop shop, PortableRecords records, Pulse pulse) {
    this.shop = shop;
    this.records = records;
    this.pulse = pulse;
  }

  /** Writes and publishes a backup of a snapshot. The caller holds the lock of the folder. */
  BackupInfo run(
      StateSnapshot snapshot, long expected, Instant moment, BackupOptions options, String schema) {
    shop.folder().clean();
    List<BackupInfo> known = shop.folder().list();
    BackupInfo parent = options.incremental() ? parent(known, moment).orElse(null) : null;
    long sequence = known.isEmpty() ? 1 : known.getFirst().sequence() + 1;
    if (parent != null) {
      try {
        return write(snapshot, expected, moment, options, schema, sequence, parent);
      } catch (UnreadableParentException e) {
        LOG.log(
            System.Logger.Level.WARNING,
            "The next backup is a full one, because its parent can not be read: {0}",
            e.getMessage());
      }
    }
    return write(snapshot, expected, moment, options, schema, sequence, null);
  }

  /** The newest backup, when it may get a child. */
  private Optional<BackupInfo> parent(List<BackupInfo> known, Instant moment) {
    BackupSettings settings = shop.settings();
    if (known.isEmpty() || !settings.incremental()) {
      return Optional.empty();
    }
    try {
      Chain chain = Chain.of(shop.folder(), known.getFirst());
      Instant full = chain.backups().getFirst().createdAt();
      boolean usable =
          chain.backups().size() < settings.maxChain()
              && !moment.isAfter(full.plus(settings.fullInterval()))
              && chain.looksComplete();
      if (!usable) {
        return Optional.empty();
      }
      pulse.phase("verifying the chain", -1);
      chain.verify(pulse); // a child of a damaged backup would be worth nothing
      pulse.end();
      return Optional.of(chain.last());
    } catch (SpellException e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "The next backup is a full one, because the chain before it is broken: {0}",
          e.message());
      return Optional.empty();
    }
  }

  private BackupInfo write(
      StateSnapshot snapshot,
      long expected,
      Instant moment,
      BackupOptions options,
      String schema,
      long sequence,
      @Nullable BackupInfo parent) {
    String id = newId(moment);
    Path fresh = shop.folder().temporary(shop.folder().data(id));
    try {
      BackupInfo info =
          fill(fresh, id, snapshot, expected, moment, options, schema, sequence, parent);
      shop.folder().publish(info, fresh);
      return info;
    } catch (RuntimeException e) {
      discard(fresh, e);
      throw e;
    }
  }

  private BackupInfo fill(
      Path fresh,
      String id,
      StateSnapshot snapshot,
      long expected,
      Instant moment,
      BackupOptions options,
      String schema,
      long sequence,
      @Nullable BackupInfo parent) {
    long start = System.nanoTime();
    BackupSettings settings = shop.settings();
    String parentId = parent == null ? null : parent.id();
    try (BackupFile file =
            BackupFile.create(
                fresh,
                shop.disk(),
                parent == null ? FileKind.FULL : FileKind.INCREMENTAL,
                id,
                parentId,
                settings.compression(),
                settings.level(),
                shop.keys());
        Cursor before = parent == null ? null : openIndex(parent)) {
      pulse.phase("backing up", expected);
      TreeSet<String> scopes = new TreeSet<>();
      copy(snapshot, before, file.records(), scopes);
      String sha256 = file.records().finish();
      pulse.check();
      pulse.end();
      return new BackupInfo(
          id,
          sequence,
          moment,
          parent != null,
          parentId,
          options.description(),
          schema,
          file.size(),
          file.records().indexRecords(),
          file.records().dataRecords(),
          file.records().dataBytes(),
          List.copyOf(scopes),
          settings.compression().text(),
          settings.level(),
          file.isEncrypted() ? "AES-256-GCM" : null,
          sha256,
          (System.nanoTime() - start) / 1_000_000);
    }
  }

  private void discard(Path fresh, RuntimeException cause) {
    try {
      shop.folder().discard(fresh);
    } catch (SpellException e) {
      cause.addSuppressed(e); // the next backup cleans it up
    }
  }

  private String newId(Instant moment) {
    int random = RandomGenerator.getDefault().nextInt();
    return "backup_%d_%08x".formatted(Math.max(0, moment.getEpochSecond()), random);
  }

  private Cursor openIndex(BackupInfo parent) {
    try {
      return Chain.of(shop.folder(), parent).index(shop.keys());
    } catch (SpellException e) {
      throw new UnreadableParentException(e);
    }
  }

  /** Walks through the snapshot and the index of the parent side by side. */
  private void copy(
      StateSnapshot snapshot, @Nullable Cursor parent, RecordWriter out, Set<String> scopes) {
    Before before = new Before(parent, out);
    snapshot.scan(
        ALL,
        ALL,
        (key, stored) -> {
          if (PortableRecords.includes(key)) {
            byte[] value = records.portable(key, stored);
            byte[] hash = out.hash(value);
            if (!before.had(key, hash)) {
              out.data(key, value);
            }
            out.index(key, hash);
            scopes.add(PortableRecords.scope(key));
            pulse.step();
          }
          return true;
        });
    before.rest();
  }

  /** What the parent had. Writes the removal of each entry that is passed over. */
  private static final class Before {
    private final @Nullable Cursor cursor;
    private final RecordWriter out;
    private boolean more;

    Before(@Nullable Cursor cursor, RecordWriter out) {
      this.cursor = cursor;
      this.out = out;
      advance();
    }

    private void advance() {
      try {
        more = cursor != null && cursor.next();
      } catch (SpellException e) {
        throw new UnreadableParentException(e);
      }
    }

    /** Whether the parent had this entry with this value. */
    boolean had(byte[] key, byte[] hash) {
      while (more && cursor != null) {
        int order = Arrays.compareUnsigned(cursor.key(), key);
        if (order > 0) {
          return false;
        }
        boolean same = order == 0 && Arrays.equals(cursor.value(), hash);
        if (order < 0) {
          out.data(cursor.key(), null);
        }
        advance();
        if (order == 0) {
          return same;
        }
      }
      return false;
    }

    void rest() {
      while (more && cursor != null) {
        out.data(cursor.key(), null);
        advance();
      }
    }
  }

  /** The index of the parent is damaged or its key is missing. */
  private static final class UnreadableParentException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnreadableParentException(SpellException cause) {
      super(cause.message(), cause);
    }
  }
}
