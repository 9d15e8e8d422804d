package org.llmspell.runtime;

import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.ToolOutput;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.context.SecurityContext;
import org.llmspell.core.error.ErrorKind;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.runtime.Invocation;
import org.llmspell.core.runtime.Stage;
import org.llmspell.core.runtime.ToolInfo;
import org.llmspell.core.tool.ToolSchema;

/**
 * The one way into a tool: resolve, observe, check the level, validate, hooks, deadline, call. Each
 * step is one method here; other bundles join between them as stages.
 *
 * <p>A tool runs on its caller's thread. A deadline or a cancellation therefore interrupts it, and
 * the call ends when the tool heeds that: a tool that never does holds its caller.
 */
final class Pipeline {
  /** Deep enough for any sensible nesting, and far from the end of a thread's stack. */
  static final int MAX_DEPTH = 64;

  private static final ScopedValue<Lease> CURRENT = ScopedValue.newInstance();

  private final ToolTable table;
  private final Stages stages;
  private final Watchdog watchdog;
  private final ToolEvents events;
  private final Duration timeout;

  Pipeline(ToolTable table, Stages stages, Watchdog watchdog, ToolEvents events, Duration timeout) {
    this.table = table;
    this.stages = stages;
    this.watchdog = watchdog;
    this.events = events;
    this.timeout = timeout;
  }

  /** The innermost call that the current thread is inside of. */
  static @Nullable Lease current() {
    return CURRENT.isBound() ? CURRENT.get() : null;
  }

  ToolOutput invoke(
      String name, Map<String, ? extends @Nullable Object> parameters, ExecutionContext context) {
    Lease outer = current();
    checkDepth(name, outer);
    ToolEntry entry = resolve(name, outer, context);
    try {
      var lease = Lease.of(entry, outer);
      var invocation = new Invocation(entry.info(), entry, parameters, context);
      return events.isWanted()
          ? events.around(entry.info(), context, () -> observe(lease, invocation))
          : observe(lease, invocation);
    } finally {
      entry.gate().exit();
    }
  }

  private ToolOutput observe(Lease lease, Invocation invocation) {
    return ScopedValue.where(CURRENT, lease)
        .call(() -> stages.run(Stage.OBSERVE, invocation, i -> secure(lease, i)));
  }

  private ToolEntry resolve(String name, @Nullable Lease outer, ExecutionContext context) {
    return table.acquire(name, context, fits -> isCalledFrom(fits, outer, context));
  }

  /** The schema of a tool, which is loaded for it. */
  ToolSchema schema(String name) {
    ToolEntry entry = resolve(name, current(), ExecutionContext.create());
    try {
      return entry.schema();
    } finally {
      entry.gate().exit();
    }
  }

  private static void checkDepth(String name, @Nullable Lease outer) {
    int depth = Lease.depthOf(outer) + 1;
    if (depth > MAX_DEPTH) {
      throw new SpellException(
          new ErrorKind.ResourceLimit("nested calls", MAX_DEPTH, depth),
          "Tool '%s' was not called: calls inside calls are more than %d deep; does a tool call itself without end?"
              .formatted(name, MAX_DEPTH));
    }
  }

  /**
   * Whether a call comes from inside one that fits: by the chain of its own thread, or by the
   * context that it was given, when a tool hands its work to another thread.
   */
  private boolean isCalledFrom(
      Predicate<Lease> fits, @Nullable Lease outer, ExecutionContext context) {
    return outer != null && fits.test(outer)
        || watchdog.anyMatch(call -> call.gave(context) && fits.test(call.lease()));
  }

  private ToolOutput secure(Lease lease, Invocation invocation) {
    return stages.run(Stage.SECURITY, invocation, i -> checkLevel(lease, i));
  }

  private ToolOutput checkLevel(Lease lease, Invocation invocation) {
    ToolInfo tool = lease.entry().info();
    SecurityContext security = invocation.context().identity().security();
    if (security != null && !security.permits(tool.name(), tool.level())) {
      throw SpellException.security(
          "security_level",
          "Tool '%s' requires level %s, but the caller has %s"
              .formatted(tool.name(), tool.level().displayName(), security.level().displayName()));
    }
    return stages.run(Stage.VALIDATE, invocation, i -> validate(lease, i));
  }

  private ToolOutput validate(Lease lease, Invocation invocation) {
    lease.entry().schema().validate(invocation.parameters());
    return stages.run(
        Stage.AROUND, invocation, i -> limit(lease, revalidated(lease, invocation, i)));
  }

  /** Parameters that a stage has changed are as good as those of a caller: to be checked. */
  private static Invocation revalidated(Lease lease, Invocation before, Invocation after) {
    if (after.parameters() != before.parameters()) {
      lease.entry().schema().validate(after.parameters());
    }
    return after;
  }

  private ToolOutput limit(Lease lease, Invocation invocation) {
    return stages.run(
        Stage.LIMIT, invocation, i -> enter(lease, revalidated(lease, invocation, i)));
  }

  /** A stage may have moved the call to another thread, which does not know of it yet. */
  private ToolOutput enter(Lease lease, Invocation invocation) {
    return current() == lease
        ? call(lease, invocation)
        : ScopedValue.where(CURRENT, lease).call(() -> call(lease, invocation));
  }

  private ToolOutput call(Lease lease, Invocation invocation) {
    String tool = invocation.tool().name();
    Failures.check(tool, invocation.context());
    ExecutionContext context = invocation.context().withDeadline(timeout);
    long start = System.nanoTime();
    var call = new Call(lease, context);
    watchdog.begin(call);
    try {
      ToolOutput output = lease.entry().call(invocation.withContext(context));
      return checked(tool, output).timed((System.nanoTime() - start) / 1_000_000);
    } catch (Throwable e) { // the one boundary to a plugin: nothing that it throws escapes
      throw Failures.of(tool, context, e, start);
    } finally {
      watchdog.end(call);
    }
  }

  @SuppressWarnings("ConstantValue") // a plugin may return null all the same
  private static ToolOutput checked(String tool, @Nullable ToolOutput output) {
    if (output == null) {
      throw SpellException.tool(tool, "Tool '%s' returned nothing".formatted(tool), null);
    }
    return output;
  }
}
