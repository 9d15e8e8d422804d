package org.llmspell.runtime;

import java.util.Collections;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.ToolOutput;
import org.llmspell.core.component.SemanticVersion;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.runtime.Invocation;
import org.llmspell.core.runtime.ToolInfo;
import org.llmspell.core.tool.RecordBinding;
import org.llmspell.core.tool.RecordTool;
import org.llmspell.core.tool.Tool;
import org.llmspell.core.tool.ToolSchema;

/**
 * One registered tool service: what it says about itself, the tool once it was needed, and the
 * number of calls inside. The number and the mark "closed" live in one integer, so that entering
 * and closing can not miss each other.
 */
final class ToolEntry implements Comparable<ToolEntry>, Invocation.SchemaSource {
  private static final int CLOSED = 1 << 30;

  private final ToolInfo info;
  private final ToolSource source;
  private final AtomicInteger state = new AtomicInteger();
  private volatile @Nullable Loaded loaded;

  /** The tool with what is derived from it once. */
  private record Loaded(Tool tool, ToolSchema schema, Caller caller) {}

  /** Calls the tool with parameters that were validated. */
  private interface Caller {
    ToolOutput call(Invocation invocation);
  }

  ToolEntry(ToolInfo info, ToolSource source) {
    this.info = info;
    this.source = source;
  }

  ToolInfo info() {
    return info;
  }

  long bundleId() {
    return source.bundleId();
  }

  /** Highest version first, then ranking, then age. */
  @Override
  public int compareTo(ToolEntry other) {
    SemanticVersion mine = info.version();
    int byVersion = other.info.version().compareTo(mine);
    return byVersion != 0 ? byVersion : other.source.compareTo(source);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }

  /** Takes a lease unless the entry is closed. */
  boolean enter() {
    int seen = state.get();
    while ((seen & CLOSED) == 0) {
      if (state.compareAndSet(seen, seen + 1)) {
        return true;
      }
      seen = state.get();
    }
    return false;
  }

  /** Takes a lease although the entry is closed; for calls from inside a running call. */
  void enterNested() {
    state.incrementAndGet();
  }

  void exit() {
    if (state.decrementAndGet() == CLOSED) {
      synchronized (state) {
        state.notifyAll();
      }
    }
  }

  void close() {
    state.getAndUpdate(seen -> seen | CLOSED);
  }

  void open() {
    state.getAndUpdate(seen -> seen & ~CLOSED);
  }

  int inFlight() {
    return state.get() & ~CLOSED;
  }

  /** Waits until no more than {@code own} calls are inside. Returns false when the time is up. */
  boolean awaitIdle(int own, long deadlineNanos) throws InterruptedException {
    synchronized (state) {
      while (inFlight() > own) {
        long millis = (deadlineNanos - System.nanoTime()) / 1_000_000;
        if (millis <= 0) {
          return false;
        }
        // With leases of its own the last exit does not reach zero, so look now and then.
        state.wait(own > 0 ? Math.min(millis, 10) : millis);
      }
      return true;
    }
  }

  @Override
  public ToolSchema schema() {
    return load().schema();
  }

  /** Makes the tool, if that was not done yet. */
  void probe() {
    load();
  }

  ToolOutput call(Invocation invocation) {
    return load().caller().call(invocation);
  }

  private Loaded load() {
    Loaded known = loaded;
    return known != null ? known : loadOnce();
  }

  private synchronized Loaded loadOnce() {
    Loaded known = loaded;
    if (known == null) {
      known = bind(source.get());
      loaded = known;
    }
    return known;
  }

  private Loaded bind(Tool tool) {
    try {
      if (tool instanceof RecordTool<?> recordTool) {
        return bindRecord(recordTool);
      }
      return new Loaded(
          tool,
          tool.schema(),
          invocation ->
              tool.call(
                  Collections.unmodifiableMap(invocation.parameters()), invocation.context()));
    } catch (SpellException e) {
      throw e;
    } catch (RuntimeException | LinkageError e) {
      throw SpellException.tool(
          info.name(),
          "Tool '%s' has no usable schema: %s".formatted(info.name(), Causes.of(e)),
          e);
    }
  }

  private static <P extends Record> Loaded bindRecord(RecordTool<P> tool) {
    RecordBinding<P> binding = RecordBinding.of(tool);
    return new Loaded(
        tool,
        binding.schema(),
        invocation ->
            tool.execute(binding.bindValid(invocation.parameters()), invocation.context()));
  }

  /** Lets go of the service. */
  void dispose() {
    if (loaded != null) {
      loaded = null;
      source.release();
    }
  }
}
