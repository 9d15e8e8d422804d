package org.llmspell.hooks;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.ErrorKind;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.hook.Hook;
import org.llmspell.core.hook.HookContext;
import org.llmspell.core.hook.HookExecutor;
import org.llmspell.core.hook.HookOutcome;
import org.llmspell.core.hook.HookPoint;
import org.llmspell.core.hook.HookResult;
import org.llmspell.core.hook.ReplayableHook;
import org.llmspell.core.hook.replay.HookExecution;
import org.llmspell.core.hook.replay.HookRecorder;
import org.llmspell.core.hook.replay.HookRetention;
import org.llmspell.core.hook.replay.ResultForm;
import org.llmspell.core.security.guard.SecretRedactor;
import org.llmspell.hooks.Outcome.Verdict;

/**
 * Runs the hooks of a point one after the other. Whatever a hook does, the one who fired the point
 * goes on: it throws, takes too long, never ends, takes hooks away. See docs/decisions/0090.
 */
final class Executor implements HookExecutor, AutoCloseable {
  private static final System.Logger LOG = System.getLogger("llmspell.hooks");

  private final HookTable table;
  private final Watch watch = new Watch();
  private final OwnThreads ownThreads = new OwnThreads();

  private static final long[] NOT_APART = {};
  private static final int DEPTH = 0;
  private static final int TIME = 1;

  /**
   * How deep firings are inside each other, and when the last hook ended, which is when the next
   * one begins: asking for the time costs more than all the rest. An array, so that no thread that
   * outlives us holds a class of ours.
   */
  private final ThreadLocal<long[]> threads = ThreadLocal.withInitial(() -> new long[2]);

  private final HookEvents events = new HookEvents();
  private volatile @Nullable HookRecorder recorder;
  private volatile @Nullable SecretRedactor redactor;

  Executor(HookTable table) {
    this.table = table;
  }

  void recorder(HookRecorder newRecorder) {
    recorder = newRecorder;
  }

  /** Stops using a recorder, unless another one has taken its place. */
  void removeRecorder(HookRecorder old) {
    if (recorder == old) {
      recorder = null;
    }
  }

  void redactor(SecretRedactor newRedactor) {
    redactor = newRedactor;
  }

  /** Stops using a redactor, unless another one has taken its place. */
  void removeRedactor(SecretRedactor old) {
    if (redactor == old) {
      redactor = null;
    }
  }

  HookEvents events() {
    return events;
  }

  Watch watch() {
    return watch;
  }

  @Override
  public boolean isActive(HookPoint point) {
    return table.isActive(point);
  }

  @Override
  public HookOutcome fire(HookContext context) {
    return run(context).toApi();
  }

  /** As {@link #fire}, and says which hook wanted what. */
  Outcome run(HookContext context) {
    HookEntry[] entries = table.at(context.point());
    if (entries.length == 0) {
      return Outcome.NONE;
    }
    long[] thread = threads.get();
    if (thread[DEPTH] >= MAX_DEPTH) {
      throw tooDeep(context);
    }
    thread[DEPTH]++;
    try {
      return run(entries, context, thread);
    } finally {
      thread[DEPTH]--;
    }
  }

  private static SpellException tooDeep(HookContext context) {
    return new SpellException(
        new ErrorKind.ResourceLimit("nested hooks", MAX_DEPTH, MAX_DEPTH + 1L),
        "%s was not fired: hooks have fired hooks more than %d deep; does a hook do what it is called for?"
            .formatted(context.point().text(), MAX_DEPTH));
  }

  private Outcome run(HookEntry[] entries, HookContext given, long[] thread) {
    HookContext context = given;
    List<Verdict> verdicts = null;
    HookResult.Modified modified = null;
    HookEvents.Firing told = events.begin(given, entries.length);
    thread[TIME] = System.nanoTime();
    for (HookEntry entry : entries) {
      HookResult result =
          told == null ? run(entry, context, thread) : runTold(told, entry, context, thread);
      if (result instanceof HookResult.Continue) {
        continue;
      }
      verdicts = verdicts == null ? new ArrayList<>(2) : verdicts;
      verdicts.add(new Verdict(entry, result));
      if (result instanceof HookResult.Modified change) {
        modified = change;
        context = change.data() instanceof Map<?, ?> map ? context.withData(keyed(map)) : context;
      }
      if (!result.continuesChain()) {
        break;
      }
    }
    if (told != null) {
      told.end();
    }
    return verdicts == null ? Outcome.NONE : new Outcome(modified, verdicts);
  }

  private HookResult runTold(
      HookEvents.Firing told, HookEntry entry, HookContext context, long[] thread) {
    return told.around(
        entry,
        () -> {
          thread[TIME] = System.nanoTime(); // publishing took time as well
          return run(entry, context, thread);
        });
  }

  @SuppressWarnings("unchecked") // plain maps have text keys
  private static Map<String, @Nullable Object> keyed(Map<?, ?> map) {
    return (Map<String, @Nullable Object>) map;
  }

  private HookResult run(HookEntry entry, HookContext context, long[] thread) {
    long start = thread[TIME];
    HookState state = entry.state();
    CircuitBreaker breaker = state.breaker();
    if (breaker != null && !breaker.allows()) {
      return entry.leftOut();
    }
    if (!state.mayRun()) {
      return new HookResult.Skipped(
          "Over its limit of runs in a minute, hooks.rate_limit_per_minute: " + entry.name());
    }
    if (state.isStray()) {
      return new HookResult.Skipped("Still running, left behind: " + entry.name());
    }
    boolean trusted = state.isTrusted();
    Watch.Run run = watch.begin(entry, start, trusted ? entry.limitNanos() : Watch.UNLIMITED);
    HookResult result = null;
    Throwable failure = null;
    long[] spent = trusted ? NOT_APART : new long[1];
    try {
      // Only now: who takes a hook away first marks it, then looks who is running it.
      if (entry.isGone()) {
        return HookResult.proceed();
      }
      result =
          trusted ? call(entry.hook(), context) : callApart(entry, context, thread[DEPTH], spent);
    } catch (Throwable e) { // the one boundary to a plugin: nothing that it throws escapes
      failure = e;
    } finally {
      if (watch.end(run)) {
        failure = late(entry);
      }
    }
    thread[TIME] = System.nanoTime();
    long took = thread[TIME] - start;
    if (failure != null || result == null) {
      return failed(entry, failure, took);
    }
    // That a new hook was loaded and given a thread is not its slowness.
    state.succeeded(trusted ? took : spent[0]);
    if (recorder != null) {
      record(entry, context, result, took);
    }
    return result;
  }

  @SuppressWarnings("NullAway") // a plugin may return null all the same; it is checked
  private static @Nullable HookResult call(Hook hook, HookContext context) throws Exception {
    return hook.shouldExecute(context)
        ? hook.execute(context)
        : new HookResult.Skipped("Hook conditions not met");
  }

  @SuppressWarnings("NullAway") // as above
  private @Nullable HookResult callApart(
      HookEntry entry, HookContext context, long depth, long[] spent) throws Exception {
    return ownThreads.run(
        entry.state(),
        () -> {
          long[] own = threads.get();
          own[DEPTH] = depth;
          try {
            Hook made = entry.hook();
            long start = System.nanoTime();
            HookResult result = call(made, context);
            spent[0] = System.nanoTime() - start;
            return result;
          } finally {
            own[DEPTH] = 0;
          }
        },
        entry.limitNanos());
  }

  private static OwnThreads.TooLate late(HookEntry entry) {
    return new OwnThreads.TooLate(
        "was stopped after %d ms, its limit"
            .formatted(TimeUnit.NANOSECONDS.toMillis(entry.limitNanos())));
  }

  private static HookResult failed(HookEntry entry, @Nullable Throwable failure, long took) {
    if (failure instanceof InterruptedException) {
      // Not the hook's fault: the operation is to end, and whoever waits next will see it.
      Thread.currentThread().interrupt();
      return new HookResult.Skipped("Interrupted: " + entry.name());
    }
    boolean late = failure instanceof OwnThreads.TooLate || isTimeout(failure);
    entry.state().failed(took, late);
    String why = failure == null ? "it returned nothing" : Causes.of(failure);
    LOG.log(
        Level.WARNING,
        "Hook ''{0}'' failed at {1} and is passed over: {2}",
        entry.name(),
        entry.point().text(),
        why);
    return new HookResult.Skipped("Hook failed: %s: %s".formatted(entry.name(), why));
  }

  private static boolean isTimeout(@Nullable Throwable failure) {
    return failure instanceof SpellException e && e.kind() instanceof ErrorKind.Timeout;
  }

  @SuppressWarnings(
      "NullAway") // compact constructors of records lose nullness inside type arguments
  private void record(HookEntry entry, HookContext context, HookResult result, long took) {
    HookRecorder target = recorder;
    try {
      if (target != null
          && target.isRecording()
          && entry.hook() instanceof ReplayableHook hook
          && hook.isReplayable()) {
        target.record(
            new HookExecution(
                entry.metadata().replayId(),
                UUID.randomUUID(),
                context.correlationId(),
                redacted(hook.saveContext(context)),
                redacted(ResultForm.of(result)),
                Instant.now(),
                Duration.ofNanos(took),
                Map.of(
                    "point",
                    context.point().text(),
                    HookRetention.PRIORITY,
                    Integer.toString(hook.retentionPriority()))));
      }
    } catch (RuntimeException e) {
      LOG.log(
          Level.WARNING, "A run of hook ''{0}'' was not recorded: {1}", entry.name(), Causes.of(e));
    }
  }

  /** What an error says, for hooks: without secrets. */
  String redacted(String error) {
    SecretRedactor known = redactor;
    return known == null ? error : known.redact(error);
  }

  /** What is kept has no secrets in it, as far as they can be told. */
  private Map<String, @Nullable Object> redacted(Map<String, @Nullable Object> kept) {
    SecretRedactor known = redactor;
    return known == null ? kept : known.redactAll(kept);
  }

  @Override
  public void close() {
    watch.close();
    ownThreads.close();
  }
}
