package org.llmspell.state;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.command.Command;
import org.llmspell.core.command.CommandCall;
import org.llmspell.core.command.CommandRunner;
import org.llmspell.core.command.CommandSpec;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.state.SetOptions;
import org.llmspell.core.state.StateClass;
import org.llmspell.core.state.StateScope;
import org.llmspell.core.state.StateStore;
import org.llmspell.json.PlainJson;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The command {@code state import}: what {@code state export} has written. */
@Component
@CommandSpec(
    name = "state import",
    summary = "Sets the entries of JSON lines; those that are not in them stay",
    parameters = "FILE")
public final class StateImportCommand implements Command {
  private static final int BATCH = 500;

  private final StateStore store;
  private final StoreService stores;

  /** For the store of the container. */
  @Activate
  public StateImportCommand(@Reference StateStore store, @Reference StoreService stores) {
    this.store = store;
    this.stores = stores;
  }

  /** One line. */
  private record Line(StateScope scope, String key, @Nullable Object value, SetOptions options) {
    boolean goesWith(Line other) {
      return scope.equals(other.scope) && options.equals(other.options);
    }
  }

  @Override
  public int run(CommandCall call) throws IOException, InterruptedException {
    CommandStore.refuseToLose(stores, call);
    String file = call.parameters().getFirst();
    long count;
    if (file.equals("-")) {
      count =
          read(
              call,
              new BufferedReader(
                  new InputStreamReader(call.request().input(), StandardCharsets.UTF_8)));
    } else {
      try (BufferedReader in = Files.newBufferedReader(call.path(file))) {
        count = read(call, in);
      }
    }
    store.sync();
    call.answer("Imported %d entries".formatted(count), Map.of("entries", count));
    return CommandRunner.OK;
  }

  private long read(CommandCall call, BufferedReader in) throws IOException, InterruptedException {
    var progress = new ShownProgress(call, "entries imported");
    Map<String, @Nullable Object> batch = new LinkedHashMap<>();
    Line first = null;
    long count = 0;
    long number = 0;
    for (String text = in.readLine(); text != null; text = in.readLine()) {
      number++;
      if (text.isBlank()) {
        continue;
      }
      Line line = line(text, number);
      if (line == null) {
        continue;
      }
      if (first != null && (!first.goesWith(line) || batch.size() == BATCH)) {
        store.setAll(first.scope, batch, first.options);
        batch.clear();
      }
      first = line;
      batch.put(line.key, line.value);
      count++;
      progress.at("importing", count, -1);
      if (Thread.interrupted()) {
        throw new InterruptedException(
            "The import was cancelled; %d entries were set".formatted(count - batch.size()));
      }
    }
    if (first != null) {
      store.setAll(first.scope, batch, first.options);
    }
    return count;
  }

  /** The entry of a line; null when its time is over. */
  private @Nullable Line line(String text, long number) {
    String origin = "line " + number;
    if (!(PlainJson.parse(text, origin, message -> SpellException.validation(origin, message))
            instanceof Map<?, ?> map)
        || !(map.get("key") instanceof String key)
        || !map.containsKey("value")) {
      throw wrong(number, "is no object with 'key' and 'value'");
    }
    SetOptions options = SetOptions.DEFAULT;
    if (map.get("class") instanceof String name) {
      options = options.withClass(stateClass(name, number));
    }
    if (map.get("expires_ms") instanceof Long expires) {
      long left = expires - stores.open().clock().millis();
      if (left <= 0) {
        return null;
      }
      options = options.withTtl(Duration.ofMillis(left));
    }
    return new Line(scope(map.get("scope"), number), key, map.get("value"), options);
  }

  private static StateScope scope(@Nullable Object value, long number) {
    return switch (value) {
      case null -> StateScope.GLOBAL;
      case String text -> StateScope.parse(text);
      default -> throw wrong(number, "has a scope that is no text");
    };
  }

  private static StateClass stateClass(String name, long number) {
    try {
      return StateClass.valueOf(name.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException _) {
      throw wrong(number, "has the unknown class '%s'".formatted(name));
    }
  }

  private static SpellException wrong(long number, String what) {
    return SpellException.validation(
        "file",
        "Line %d %s; 'llmspell state export' shows the form. Lines before it may have been imported"
            .formatted(number, what));
  }
}
