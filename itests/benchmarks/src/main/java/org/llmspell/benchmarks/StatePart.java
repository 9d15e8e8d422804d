package org.llmspell.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.llmspell.benchmarks.state.BulkWork;
import org.llmspell.benchmarks.state.DurableWrites;
import org.llmspell.benchmarks.state.Peers;
import org.llmspell.benchmarks.state.ServiceCost;
import org.llmspell.benchmarks.state.StateContainer;

/** State beside its bare backends, work on many entries, and the backends beside their peers. */
final class StatePart implements Part {

  @Override
  public List<Row> measure() throws Exception {
    List<Row> rows = new ArrayList<>();
    try (StateContainer container = StateContainer.start()) {
      for (ServiceCost.Result result : new ServiceCost(container).measure()) {
        rows.add(overBare("read", result, result.read(), result.bareRead()));
        rows.add(overBare("write", result, result.write(), result.bareWrite()));
      }
      rows.add(durable(container));
      rows.add(migration(container));
      rows.add(
          new Row(
              "state in memory: list 500,000 of 1,000,000 keys by prefix",
              Row.number(new BulkWork(container).list() / 1e6, "M keys/s"),
              "> 1 M keys/s",
              "best of 7"));
      peers(rows, new Peers(container).compare());
    }
    return rows;
  }

  private static Row overBare(String what, ServiceCost.Result result, double service, double bare) {
    return new Row(
        "state on %s: %s %s, processor time".formatted(result.backend(), what, result.value()),
        Row.number(service / bare, "x"),
        "< 1.5 x the bare backend",
        "%s through the service, %s bare"
            .formatted(Row.number(service, "ns"), Row.number(bare, "ns")));
  }

  private static Row durable(StateContainer container)
      throws IOException, InterruptedException, ExecutionException {
    DurableWrites.Result result = new DurableWrites(container).measure();
    return new Row(
        "state on xodus: durable writes of 16 threads over those of one",
        Row.number(result.many() / result.one(), "x"),
        "> 5 x",
        "%s to %s; bare put and sync %s"
            .formatted(
                Row.number(result.one(), "/s"),
                Row.number(result.many(), "/s"),
                Row.number(result.bare(), "/s")));
  }

  private static Row migration(StateContainer container) throws IOException, InterruptedException {
    BulkWork.Migrated result = new BulkWork(container).migrate();
    return new Row(
        "state on xodus: migrate 200,000 small records: copy, default, remove",
        Row.number(result.best() / 1e3, "K/s"),
        "> 483 K/s",
        "%s of processor time each; the first %s; without backup %s"
            .formatted(
                Row.number(result.cpuNanos(), "ns"),
                Row.number(result.first() / 1e3, "K/s"),
                Row.number(result.withoutBackup() / 1e3, "K/s")));
  }

  private static void peers(List<Row> rows, List<Peers.Result> results) {
    for (Peers.Result result : results) {
      rows.add(
          new Row(
              "open a store of 1,000,000 keys and read one, " + result.name(),
              Row.number(result.openMillis(), "ms"),
              result.name().equals("xodus") ? "< 1000 ms" : "",
              "median of 3"));
    }
    for (Peers.Result result : results) {
      rows.add(
          new Row(
              "1,000,000 keys of 100 bytes, bare " + result.name(),
              "put %s, get %s"
                  .formatted(
                      Row.number(result.putMicros(), "µs"), Row.number(result.getMicros(), "µs")),
              "",
              "scan %s, fill by 10,000 %s"
                  .formatted(
                      Row.number(result.scanned() / 1e6, "M/s"),
                      Row.number(result.filled() / 1e3, "K/s"))));
    }
  }
}
