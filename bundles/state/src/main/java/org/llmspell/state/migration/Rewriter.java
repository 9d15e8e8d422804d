package org.llmspell.state.migration;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.ErrorKind;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.state.migration.MigrationPlan;
import org.llmspell.core.state.migration.SchemaVersion;
import org.llmspell.core.state.migration.ValidationLevel;
import org.llmspell.state.store.Keys;
import org.llmspell.state.store.RecordCodec;
import org.llmspell.state.store.StateRecord;

/** Turns the bytes of entries into those of the new version. For one migration and one thread. */
final class Rewriter {
  private static final int MAX_WARNINGS = 100;

  private final RecordCodec codec;
  private final ValidationLevel level;
  private final SchemaVersion to;
  private final int stamp;
  private final long now;
  private final Chain unstamped;
  private final Map<Integer, Chain> byStamp = new HashMap<>();
  private final Shape after;
  private final List<String> warnings = new ArrayList<>();
  private long skipped;
  private long moreWarnings;

  /** How entries of one version are changed. */
  private record Chain(Shape before, Steps steps) {}

  /**
   * Makes ready all ways that lead to the new version.
   *
   * @throws SpellException of kind Validation when there is none, or it names a missing function
   */
  Rewriter(RecordCodec codec, Schemas schemas, Job job, Functions functions) {
    this.codec = codec;
    this.level = job.validation();
    this.to = job.to();
    this.stamp = Stamps.of(to);
    this.now = job.startedMillis();
    this.after = new Shape(schemas.get(job.schema(), to), level);
    var planner = new Planner(schemas, job.schema());
    this.unstamped = chain(schemas, job.schema(), planner.plan(job.from(), to), functions);
    byStamp.put(Stamps.of(job.from()), unstamped);
    for (SchemaVersion version : schemas.versions(job.schema()).headMap(to, false).keySet()) {
      if (!version.equals(job.from())) {
        other(planner, version)
            .ifPresent(plan ->
                byStamp.put(Stamps.of(version), chain(schemas, job.schema(), plan, functions)));
      }
    }
  }

  private Optional<MigrationPlan> other(Planner planner, SchemaVersion version) {
    try {
      return Optional.of(planner.plan(version, to));
    } catch (SpellException _) {
      // Entries of that version, if there are any, are counted as skipped.
      return Optional.empty();
    }
  }

  private Chain chain(Schemas schemas, String name, MigrationPlan plan, Functions functions) {
    return new Chain(new Shape(schemas.get(name, plan.from()), level), new Steps(plan, functions));
  }

  /**
   * The new bytes of an entry; null when it stays as it is.
   *
   * @throws SpellException when it can not be changed; the message names it
   */
  @SuppressWarnings("unchecked") // maps of the codec have text keys
  byte @Nullable [] rewrite(byte[] key, byte[] bytes) {
    RecordCodec.Header header = codec.header(key, bytes);
    int own = header.schemaVersion();
    if (own == stamp || header.isExpired(now)) {
      return null;
    }
    Chain chain = Stamps.isStamp(own) ? byStamp.get(own) : unstamped;
    if (chain == null) {
      return skip(key, "has version %s, from which no way leads".formatted(Stamps.text(own)));
    }
    Object value = codec.value(key, bytes, header);
    if (!(value instanceof Map<?, ?> map)) {
      if (level == ValidationLevel.PARANOID) {
        throw invalid(
            key,
            new Issue(
                "schema_conformance",
                Issue.Severity.ERROR,
                "",
                "It is %s, not object".formatted(FieldTypes.of(value))));
      }
      return skip(key, "is %s, not object".formatted(FieldTypes.of(value)));
    }
    check(key, chain.before.check((Map<String, @Nullable Object>) map));
    try {
      Map<String, @Nullable Object> changed =
          chain.steps.apply((Map<String, @Nullable Object>) map);
      check(key, after.check(changed));
      byte[] result =
          codec.encode(
              key,
              new StateRecord(changed, now, stamp, header.stateClass(), header.expiresMillis()));
      if (level == ValidationLevel.PARANOID && !changed.equals(codec.decode(key, result).value())) {
        throw new TransformException("ValidationFailed", "It is not the same when it is read back");
      }
      return result;
    } catch (TransformException e) {
      throw new SpellException(
          new ErrorKind.Storage("migrate"),
          "Migration failed: %s: %s".formatted(name(key), e.message()),
          e);
    } catch (SpellException e) {
      if (e.kind() instanceof ErrorKind.Validation && e.message().startsWith("Validation failed")) {
        throw e;
      }
      throw new SpellException(
          e.kind(), "Migration failed: %s: %s".formatted(name(key), e.message()), e);
    }
  }

  private byte @Nullable [] skip(byte[] key, String why) {
    skipped++;
    warn("%s %s; it was left as it is".formatted(name(key), why));
    return null;
  }

  private void warn(String text) {
    if (warnings.size() < MAX_WARNINGS) {
      warnings.add(text);
    } else {
      moreWarnings++;
    }
  }

  private void check(byte[] key, List<Issue> issues) {
    for (Issue issue : issues) {
      if (issue.severity() != Issue.Severity.WARNING) {
        throw invalid(key, issue);
      }
      warn("%s: %s".formatted(name(key), issue.message()));
    }
  }

  private static SpellException invalid(byte[] key, Issue issue) {
    return SpellException.validation(
        issue.field(),
        "Validation failed: %s: %s (%s). Correct the entry, or migrate with validation 'basic'"
            .formatted(name(key), issue.message(), issue.rule()));
  }

  /** An entry as people know it. */
  static String name(byte[] key) {
    return Keys.parse(key)
        .map(entry -> "Entry '%s' of scope '%s'".formatted(entry.key(), entry.scope().text()))
        .orElseGet(() -> "Entry '%s'".formatted(Keys.text(key)));
  }

  long skipped() {
    return skipped;
  }

  /** What to look at; at most 101 sentences. */
  List<String> warnings() {
    List<String> all = new ArrayList<>(warnings);
    if (moreWarnings > 0) {
      all.add("There are %d more warnings".formatted(moreWarnings));
    }
    return all;
  }
}
