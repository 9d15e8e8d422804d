package org.llmspell.benchmarks;

import java.util.ArrayList;
import java.util.List;
import org.llmspell.benchmarks.events.EventThroughput;
import org.llmspell.core.event.EventBus;
import org.llmspell.core.script.ScriptRunner;

/** The event bus beside its peers, its routing, and publishing from Lua. */
final class EventsPart implements Part {
  private static final int FROM_LUA = 500_000;

  @Override
  public List<Row> measure() throws Exception {
    try (Container container = Container.start(List.of("org.llmspell.events"))) {
      var comparison = new EventThroughput(container.service(EventBus.class));
      List<EventThroughput.Result> results = comparison.compare();
      List<Row> rows = new ArrayList<>();
      for (EventThroughput.Result result : results) {
        double ours =
            results.stream()
                .filter(r -> r.name().equals("ours") && r.subscribers() == result.subscribers())
                .mapToDouble(EventThroughput.Result::perSecond)
                .findFirst()
                .orElse(0);
        boolean own = result.name().equals("ours");
        rows.add(
            new Row(
                "events to %d subscriber(s), %s".formatted(result.subscribers(), result.name()),
                Row.number(result.perSecond() / 1e6, "M/s"),
                own ? (result.subscribers() == 1 ? "> 5 M/s" : "> 2 M/s") : "",
                "%s of processor time each%s"
                    .formatted(
                        Row.number(result.cpuNanos(), "ns"),
                        own ? "" : "; ours is " + Row.number(ours / result.perSecond(), "x"))));
      }
      rows.add(
          new Row(
              "find who gets an event of a new type, among 10,000 subscriptions with patterns",
              Row.number(comparison.routingNanos(), "ns"),
              "< 2000 ns",
              "processor time; published to those who get it "
                  + Row.number(comparison.publishingNanos(), "ns")));
      rows.add(fromLua(container));
      return rows;
    }
  }

  private static Row fromLua(Container container) throws Exception {
    String code =
        """
        local id = Event.subscribe("bench.lua")
        local t = {id = 1, name = "spell", value = 2.5}
        for i = 1, %d do Event.publish("bench.lua", t) end
        """
            .formatted(FROM_LUA);
    double best = 0;
    for (int round = 0; round < 5; round++) {
      long start = System.nanoTime();
      container.service(ScriptRunner.class).run(Scripts.of("events.lua", code));
      best = Math.max(best, FROM_LUA * 1e9 / (System.nanoTime() - start));
    }
    return new Row("Event.publish from Lua", Row.number(best / 1e3, "K/s"), "> 500 K/s", "");
  }
}
