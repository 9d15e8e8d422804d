package org.example.greeter;

import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.llmspell.core.ToolOutput;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.plugin.Handover;
import org.llmspell.core.tool.Default;
import org.llmspell.core.tool.Doc;
import org.llmspell.core.tool.RecordTool;
import org.llmspell.core.tool.ToolSpec;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/**
 * A greeter whose calls take time and who counts them across versions. It fails when it is called
 * after its end or ends while it is called.
 */
@Component
@ToolSpec(name = "greeter-slow", description = "Greets someone by name, slowly")
public final class SlowGreeter implements RecordTool<SlowGreeter.Params>, Handover {
  private final AtomicLong calls = new AtomicLong();
  private volatile boolean ended;

  /** What a call may say. */
  public record Params(
      @Doc("who is greeted") String name,
      @Doc("how long it takes, in milliseconds") @Default("0") long millis) {}

  @Override
  public ToolOutput execute(Params params, ExecutionContext context) {
    mustLive();
    pause(params.millis());
    mustLive();
    return ToolOutput.success(
        "greet",
        Map.of("greeting", "Hello, " + params.name() + "!", "calls", calls.incrementAndGet()));
  }

  @Override
  public Map<String, Object> snapshot() {
    return Map.of("calls", calls.get());
  }

  @Override
  public void restore(Map<String, Object> snapshot) {
    calls.set(((Number) snapshot.get("calls")).longValue());
  }

  @Deactivate
  void end() {
    ended = true;
  }

  private void mustLive() {
    if (ended) {
      throw new IllegalStateException("a greeter was called after its end");
    }
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("a greeter was interrupted", e);
    }
  }
}
