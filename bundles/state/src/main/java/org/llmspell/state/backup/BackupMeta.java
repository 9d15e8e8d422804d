package org.llmspell.state.backup;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.state.backup.BackupInfo;

/** The metadata of a backup as JSON, with a checksum of itself. */
final class BackupMeta {
  private static final String CHECK = "meta_sha256";

  private BackupMeta() {}

  /** The JSON text. */
  static String write(BackupInfo info) {
    Map<String, @Nullable Object> plain = plain(info);
    plain.put(CHECK, check(plain));
    return MetaJson.write(plain) + "\n";
  }

  /** The metadata as a plain value. */
  static Map<String, @Nullable Object> plain(BackupInfo info) {
    Map<String, @Nullable Object> plain = new LinkedHashMap<>();
    plain.put("id", info.id());
    plain.put("sequence", info.sequence());
    plain.put("created_at", info.createdAt().toString());
    plain.put("backup_type", info.incremental() ? "Incremental" : "Full");
    plain.put("parent_id", info.parentId());
    plain.put("description", info.description());
    plain.put("schema_version", info.schemaVersion());
    plain.put("checksums", Map.of("sha256", info.sha256()));
    Map<String, @Nullable Object> compression = new LinkedHashMap<>();
    compression.put("algorithm", info.compression());
    compression.put("level", (long) info.compressionLevel());
    compression.put("original_size", info.totalSize());
    compression.put("compressed_size", info.sizeBytes());
    plain.put("compression", compression);
    plain.put("encryption", info.encryption());
    Map<String, @Nullable Object> stats = new LinkedHashMap<>();
    stats.put("total_entries", info.entryCount());
    stats.put("changed_entries", info.changedEntries());
    stats.put("total_size", info.totalSize());
    stats.put("duration_ms", info.durationMillis());
    stats.put("scopes_backed_up", info.scopes());
    plain.put("stats", stats);
    return plain;
  }

  /** Reads what {@link #write} wrote. */
  static BackupInfo read(String text, Object file) {
    Map<String, @Nullable Object> plain = MetaJson.read(text, file);
    Object check = plain.remove(CHECK);
    if (!check(plain).equals(check)) {
      throw Damage.in(file, "its checksum is wrong; it was changed after it was written", null);
    }
    try {
      Fields top = new Fields(plain, file);
      Fields compression = top.fields("compression");
      Fields stats = top.fields("stats");
      return new BackupInfo(
          top.text("id"),
          top.number("sequence"),
          Instant.parse(top.text("created_at")),
          top.text("backup_type").equals("Incremental"),
          top.optional("parent_id"),
          top.text("description"),
          top.text("schema_version"),
          compression.number("compressed_size"),
          stats.number("total_entries"),
          stats.number("changed_entries"),
          stats.number("total_size"),
          stats.texts("scopes_backed_up"),
          compression.text("algorithm"),
          Math.toIntExact(compression.number("level")),
          top.optional("encryption"),
          top.fields("checksums").text("sha256"),
          stats.number("duration_ms"));
    } catch (DateTimeException | ArithmeticException e) {
      throw Damage.in(file, "a value of it makes no sense", e);
    }
  }

  private static String check(Map<String, @Nullable Object> plain) {
    return Hashes.text(MetaJson.write(plain));
  }

  /** Fields of an object, each of which must be there. */
  private record Fields(Map<?, ?> values, Object file) {
    String text(String name) {
      if (values.get(name) instanceof String text) {
        return text;
      }
      throw problem(name, file);
    }

    @Nullable String optional(String name) {
      return values.get(name) == null ? null : text(name);
    }

    long number(String name) {
      if (values.get(name) instanceof Long number) {
        return number;
      }
      throw problem(name, file);
    }

    List<String> texts(String name) {
      if (values.get(name) instanceof List<?> list) {
        return list.stream().map(String::valueOf).toList();
      }
      throw problem(name, file);
    }

    Fields fields(String name) {
      if (values.get(name) instanceof Map<?, ?> map) {
        return new Fields(map, file);
      }
      throw problem(name, file);
    }
  }

  private static SpellException problem(String name, Object file) {
    return Damage.in(file, "the field '%s' is missing or no such value".formatted(name), null);
  }
}
