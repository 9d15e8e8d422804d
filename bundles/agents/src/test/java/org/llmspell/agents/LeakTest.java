package org.llmspell.agents;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.llmspell.core.AgentInput;
import org.llmspell.core.context.ExecutionContext;

@Tag("integration")
@Timeout(300)
class LeakTest {
  private static final int AGENTS = 10_000;
  private static final int LOOKS = 200;

  @Test
  void nothingIsLeftOfAgentsThatWereDestroyed() throws Exception {
    var bed = new Bed().always((_, _) -> Bed.reply("fine"));
    int tools = bed.tools.size();
    List<WeakReference<LiveAgent>> gone = new ArrayList<>();

    for (int i = 0; i < AGENTS; i++) {
      gone.add(live(bed, "a" + i % 7));
      bed.requests.clear();
    }

    assertThat(bed.service.names()).isEmpty();
    assertThat(bed.tools).hasSize(tools);
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .noneMatch(name -> name.startsWith("agent "));
    for (int look = 0; look < LOOKS && count(gone) > 0; look++) {
      System.gc();
    }
    assertThat(count(gone)).isZero();
  }

  /** An agent that does all that leaves traces: it takes turns, streams, and is a tool. */
  private static WeakReference<LiveAgent> live(Bed bed, String name) throws Exception {
    LiveAgent agent = bed.agent(name, "echo");
    bed.service.wrap(name, Optional.empty(), Optional.empty());
    agent.execute(AgentInput.text("hi"), ExecutionContext.create());
    try (var stream = agent.streamExecute(AgentInput.text("hi"), ExecutionContext.create())) {
      stream.next();
    }
    bed.service.invoke(agent, "echo", Map.of("input", "x"), ExecutionContext.create());
    assertThat(bed.service.destroy(name)).isTrue();
    return new WeakReference<>(agent);
  }

  private static long count(List<WeakReference<LiveAgent>> references) {
    return references.stream().filter(reference -> reference.get() != null).count();
  }
}
