package org.llmspell.state;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.command.Command;
import org.llmspell.core.command.CommandCall;
import org.llmspell.core.command.CommandRunner;
import org.llmspell.core.command.CommandSpec;
import org.llmspell.core.state.StateProgress;
import org.llmspell.core.state.backend.StateSnapshot;
import org.llmspell.json.PlainJson;
import org.llmspell.state.store.Keys;
import org.llmspell.state.store.OpenStore;
import org.llmspell.state.store.StateRecord;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The command {@code state export}: entries as JSON lines, of one moment. */
@Component
@CommandSpec(
    name = "state export",
    summary = "Writes entries as JSON lines",
    parameters = "[FILE]",
    options = "--scope SCOPE: only this scope; all when left out")
public final class StateExportCommand implements Command {
  private final StoreService stores;

  /** For the store of the container. */
  @Activate
  public StateExportCommand(@Reference StoreService stores) {
    this.stores = stores;
  }

  @Override
  public int run(CommandCall call) throws IOException, InterruptedException {
    byte[] prefix =
        call.option("scope").isPresent()
            ? Keys.scope(CommandStore.scope(call))
            : Keys.prefix(Keys.STATE);
    var progress = new ShownProgress(call, "entries written");
    if (call.parameters().isEmpty() || call.parameters().getFirst().equals("-")) {
      Writer out =
          new BufferedWriter(
              new OutputStreamWriter(call.request().output(), StandardCharsets.UTF_8));
      write(prefix, out, progress);
      out.flush();
      return CommandRunner.OK;
    }
    Path file = call.path(call.parameters().getFirst());
    long count = write(prefix, file, progress);
    call.answer(
        "Wrote %d entries to %s".formatted(count, file),
        Map.of("entries", count, "file", file.toString()));
    return CommandRunner.OK;
  }

  /** The file appears when it is complete; what was exported may be secret. */
  private long write(byte[] prefix, Path file, StateProgress progress)
      throws IOException, InterruptedException {
    Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent(), "folder");
    Path fresh = Files.createTempFile(folder, "export", ".tmp");
    try {
      long count;
      try (Writer out = Files.newBufferedWriter(fresh)) {
        count = write(prefix, out, progress);
      }
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return count;
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  private long write(byte[] prefix, Writer out, StateProgress progress)
      throws IOException, InterruptedException {
    OpenStore store = stores.open();
    long now = store.clock().millis();
    long[] count = {0};
    IOException[] failure = {null};
    try (StateSnapshot snapshot = store.backend().snapshot()) {
      snapshot.scan(
          prefix,
          prefix,
          (key, bytes) -> {
            StateRecord record = store.codec().decode(key, bytes);
            try {
              if (!record.isExpired(now)) {
                out.write(line(key, record));
                count[0]++;
                progress.at("exporting", count[0], -1);
              }
            } catch (IOException e) {
              failure[0] = e;
            }
            return failure[0] == null && !Thread.currentThread().isInterrupted();
          });
    }
    if (failure[0] != null) {
      throw failure[0];
    }
    if (Thread.interrupted()) {
      throw new InterruptedException("The export was cancelled");
    }
    return count[0];
  }

  private static String line(byte[] key, StateRecord record) {
    Keys.Scoped entry = Keys.parse(key).orElseThrow();
    Map<String, @Nullable Object> line = new LinkedHashMap<>();
    line.put("scope", entry.scope().text());
    line.put("key", entry.key());
    line.put("value", record.value());
    line.put("class", record.stateClass().text());
    if (record.expiresMillis() != StateRecord.NEVER) {
      line.put("expires_ms", record.expiresMillis());
    }
    return PlainJson.compact(line) + "\n";
  }
}
