package org.llmspell.runtime;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.ToolOutput;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.context.SecurityContext;
import org.llmspell.core.error.ErrorKind;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.runtime.Invocation;
import org.llmspell.core.runtime.Stage;
import org.llmspell.core.runtime.ToolInfo;

/**
 * The one way into a tool: resolve, observe, check the level, validate, hooks, deadline, call. Each
 * step is one method here; other bundles join between them as stages.
 */
final class Pipeline {
  private static final ScopedValue<Call> CURRENT = ScopedValue.newInstance();

  private final ToolTable table;
  private final Stages stages;
  private final Watchdog watchdog;
  private final Duration timeout;

  Pipeline(ToolTable table, Stages stages, Watchdog watchdog, Duration timeout) {
    this.table = table;
    this.stages = stages;
    this.watchdog = watchdog;
    this.timeout = timeout;
  }

  ToolOutput invoke(
      String name, Map<String, ? extends @Nullable Object> parameters, ExecutionContext context) {
    ToolEntry entry = resolve(name, context);
    try {
      var invocation = new Invocation(entry.info(), entry, parameters, context);
      return stages.run(Stage.OBSERVE, invocation, this::secure);
    } finally {
      entry.exit();
    }
  }

  /** The calls that the current thread is inside of tools of a bundle. */
  static int ownCalls(ToolEntry entry) {
    int count = 0;
    for (Call call = current(); call != null; call = call.parent()) {
      count += call.entry() == entry ? 1 : 0;
    }
    return count;
  }

  private static @Nullable Call current() {
    return CURRENT.isBound() ? CURRENT.get() : null;
  }

  private ToolEntry resolve(String name, ExecutionContext context) {
    ToolEntry draining =
        table.isDraining() && table.snapshot().find(name).isEmpty() ? nested(name, context) : null;
    return draining != null ? draining : table.acquire(name, context);
  }

  /**
   * A lease on a tool that is closed, for a call that comes from inside its own bundle: that bundle
   * waits for the outer call, so the outer call must not wait for the bundle.
   */
  private @Nullable ToolEntry nested(String name, ExecutionContext context) {
    Call outer = current();
    if (outer == null) {
      outer = watchdog.callThatGave(context);
    }
    return outer == null ? null : table.enterClosed(name, outer);
  }

  private ToolOutput secure(Invocation invocation) {
    return stages.run(Stage.SECURITY, invocation, this::checkLevel);
  }

  private ToolOutput checkLevel(Invocation invocation) {
    ToolInfo tool = invocation.tool();
    SecurityContext security = invocation.context().identity().security();
    if (security != null && !security.level().allows(tool.level())) {
      throw SpellException.security(
          "security_level",
          "Tool '%s' requires level %s, but the caller has %s"
              .formatted(tool.name(), tool.level().displayName(), security.level().displayName()));
    }
    return stages.run(Stage.VALIDATE, invocation, this::validate);
  }

  private ToolOutput validate(Invocation invocation) {
    invocation.target().schema().validate(invocation.parameters());
    return stages.run(Stage.AROUND, invocation, changed -> limit(revalidated(invocation, changed)));
  }

  /** Parameters that a hook has changed are as good as those of a caller: to be checked. */
  private static Invocation revalidated(Invocation before, Invocation after) {
    if (after.parameters() != before.parameters()) {
      after.target().schema().validate(after.parameters());
    }
    return after;
  }

  private ToolOutput limit(Invocation invocation) {
    return stages.run(Stage.LIMIT, invocation, this::call);
  }

  private ToolOutput call(Invocation invocation) {
    var entry = (ToolEntry) invocation.target();
    ExecutionContext context = invocation.context().withDeadline(timeout);
    long start = System.nanoTime();
    var call = new Call(entry, context, current());
    watchdog.begin(call);
    try {
      ToolOutput output =
          ScopedValue.where(CURRENT, call).call(() -> entry.call(invocation.withContext(context)));
      return checked(entry, output).timed((System.nanoTime() - start) / 1_000_000);
    } catch (RuntimeException | StackOverflowError | LinkageError | AssertionError e) {
      throw failure(entry.info(), context, e, start);
    } finally {
      watchdog.end(call);
    }
  }

  @SuppressWarnings("ConstantValue") // a plugin may return null all the same
  private static ToolOutput checked(ToolEntry entry, @Nullable ToolOutput output) {
    if (output == null) {
      throw SpellException.tool(
          entry.info().name(), "Tool '%s' returned nothing".formatted(entry.info().name()), null);
    }
    return output;
  }

  /** What a tool threw, as one of the fifteen kinds. */
  private static SpellException failure(
      ToolInfo tool, ExecutionContext context, Throwable thrown, long start) {
    if (context.cancellation().isExpired()) {
      Duration limit = Duration.ofNanos(System.nanoTime() - start);
      return new SpellException(
          new ErrorKind.Timeout(limit),
          "Tool '%s' did not answer in time: it was stopped after %d ms"
              .formatted(tool.name(), limit.toMillis()),
          thrown);
    }
    if (thrown instanceof SpellException known) {
      return known;
    }
    var reason = context.cancellation().reason();
    if (reason.isPresent() || thrown instanceof CancellationException) {
      return SpellException.component(
          "Tool '%s' was cancelled: %s".formatted(tool.name(), reason.orElse(Causes.of(thrown))),
          thrown);
    }
    return SpellException.tool(tool.name(), Causes.of(thrown), thrown);
  }
}
