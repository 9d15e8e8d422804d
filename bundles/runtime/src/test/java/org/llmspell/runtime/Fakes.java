package org.llmspell.runtime;

import java.time.Duration;
import java.util.Dictionary;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.ToolOutput;
import org.llmspell.core.component.SemanticVersion;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.runtime.Invocation;
import org.llmspell.core.runtime.PipelineStage;
import org.llmspell.core.runtime.Stage;
import org.llmspell.core.runtime.ToolInfo;
import org.llmspell.core.security.SecurityLevel;
import org.llmspell.core.tool.ParameterType;
import org.llmspell.core.tool.Tool;
import org.llmspell.core.tool.ToolParameter;
import org.llmspell.core.tool.ToolSchema;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;

/** Tools, stages and services that exist only in tests. */
final class Fakes {
  static final Duration SHORT = Duration.ofMillis(200);
  static final Duration LONG = Duration.ofSeconds(20);

  private static final AtomicLong IDS = new AtomicLong();

  private Fakes() {}

  /** What a fake tool does. */
  interface Body {
    @Nullable ToolOutput call(Map<String, @Nullable Object> parameters, ExecutionContext context)
        throws Throwable;
  }

  /** A tool with one optional text parameter {@code input}. */
  record FakeTool(String name, Body body) implements Tool {
    @Override
    public ToolSchema schema() {
      return ToolSchema.of(
          name, "", List.of(ToolParameter.optional("input", ParameterType.STRING, "")));
    }

    @Override
    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // plugins return null as well
    public ToolOutput call(Map<String, @Nullable Object> parameters, ExecutionContext context) {
      try {
        return body.call(parameters, context);
      } catch (Throwable e) {
        throw Fakes.<RuntimeException>sneaky(e);
      }
    }
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // throws what it is given
  private static <T extends Throwable> T sneaky(Throwable thrown) throws T {
    throw (T) thrown;
  }

  /** Where a fake tool comes from, and how often it was fetched and given back. */
  static final class FakeSource implements ToolSource {
    final AtomicInteger fetched = new AtomicInteger();
    final AtomicInteger released = new AtomicInteger();
    private final long bundleId;
    private final int ranking;
    private final Supplier<Tool> tool;

    FakeSource(long bundleId, int ranking, Supplier<Tool> tool) {
      this.bundleId = bundleId;
      this.ranking = ranking;
      this.tool = tool;
    }

    @Override
    public long bundleId() {
      return bundleId;
    }

    @Override
    public Tool get() {
      fetched.incrementAndGet();
      return tool.get();
    }

    @Override
    public void release() {
      released.incrementAndGet();
    }

    @Override
    public int compareTo(ToolSource other) {
      return Integer.compare(ranking, ((FakeSource) other).ranking);
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(this);
    }
  }

  static ToolInfo info(String name, String version, String... aliases) {
    return new ToolInfo(
        name,
        "",
        "utility",
        SecurityLevel.SAFE,
        SemanticVersion.parse(version),
        List.of(aliases),
        "test");
  }

  static ToolEntry entry(long bundleId, String name, Body body) {
    return entry(bundleId, info(name, "1.0.0"), body);
  }

  static ToolEntry entry(long bundleId, ToolInfo info, Body body) {
    return new ToolEntry(info, new FakeSource(bundleId, 0, () -> new FakeTool(info.name(), body)));
  }

  static ToolEntry entry(long bundleId, String name) {
    return entry(bundleId, name, answer(name));
  }

  static Body answer(Object value) {
    return (_, _) -> ToolOutput.of(value);
  }

  /** A table, a pipeline and what belongs to them. */
  static final class Fixture implements AutoCloseable {
    final ToolTable table;
    final Stages stages = new Stages();
    final Watchdog watchdog = new Watchdog();
    final ToolEvents events = new ToolEvents();
    final Drain drain;
    final Pipeline pipeline;

    Fixture(Duration gap, Duration timeout) {
      table = new ToolTable(gap);
      drain = new Drain(table, watchdog);
      pipeline = new Pipeline(table, stages, watchdog, events, timeout);
    }

    Fixture() {
      this(LONG, LONG);
    }

    ToolEntry add(ToolEntry entry) {
      table.add(entry);
      return entry;
    }

    @Nullable Object call(String tool) {
      return call(tool, ExecutionContext.create());
    }

    @Nullable Object call(String tool, ExecutionContext context) {
      return pipeline.invoke(tool, Map.of(), context).data();
    }

    ServiceReference<PipelineStage> stage(Stage place, int ranking, PipelineStage stage) {
      var reference =
          new FakeReference<PipelineStage>(place.name(), ranking, IDS.incrementAndGet());
      stages.add(reference, stage);
      return reference;
    }

    /** What the tracker does when a service goes. */
    boolean remove(ToolEntry entry, boolean bundleStops, Duration patience)
        throws InterruptedException {
      List<ToolEntry> leaving = table.remove(entry, bundleStops);
      try {
        return drain.await(leaving, patience);
      } finally {
        table.gone(entry);
        entry.dispose();
      }
    }

    @Override
    public void close() {
      watchdog.close();
    }
  }

  /** A stage that writes its name into the text parameter. */
  static PipelineStage appending(String text) {
    return (invocation, next) ->
        next.proceed(invocation.withParameters(Map.of("input", input(invocation) + text)));
  }

  static String input(Invocation invocation) {
    Object input = invocation.parameters().get("input");
    return input == null ? "" : input.toString();
  }

  /** A reference that knows its place and ranking. */
  record FakeReference<S>(String place, int ranking, long id) implements ServiceReference<S> {
    @Override
    public @Nullable Object getProperty(String key) {
      return key.equals("llmspell.stage") ? place : null;
    }

    @Override
    public String[] getPropertyKeys() {
      return new String[0];
    }

    @Override
    @SuppressWarnings("NullAway") // as the specification has it for a service that is gone
    public Bundle getBundle() {
      return null;
    }

    @Override
    public Bundle[] getUsingBundles() {
      return new Bundle[0];
    }

    @Override
    public boolean isAssignableTo(Bundle bundle, String className) {
      return true;
    }

    @Override
    public int compareTo(Object other) {
      var reference = (FakeReference<?>) other;
      int byRanking = Integer.compare(ranking, reference.ranking);
      return byRanking != 0 ? byRanking : Long.compare(reference.id, id);
    }

    @Override
    public Dictionary<String, Object> getProperties() {
      throw new UnsupportedOperationException();
    }

    @Override
    public <A> @Nullable A adapt(Class<A> type) {
      return null;
    }
  }

  /** Does what may throw anything. */
  static <T extends @Nullable Object> T sneak(Callable<T> work) {
    try {
      return work.call();
    } catch (Exception e) {
      throw Fakes.<RuntimeException>sneaky(e);
    }
  }

  static void sneak(Action work) {
    sneak(() -> {
      work.run();
      return "";
    });
  }

  /** Something that may throw. */
  interface Action {
    void run() throws Exception;
  }

  static void await(CountDownLatch latch) throws InterruptedException {
    if (!latch.await(20, TimeUnit.SECONDS)) {
      throw new AssertionError("Nothing happened within 20 seconds");
    }
  }

  /** Waits until something is so. */
  static void awaitThat(BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("It did not come true within 20 seconds");
      }
      LockSupport.parkNanos(1_000_000);
    }
  }
}
