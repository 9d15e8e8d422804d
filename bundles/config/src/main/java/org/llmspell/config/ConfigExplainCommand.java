package org.llmspell.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.command.Command;
import org.llmspell.core.command.CommandCall;
import org.llmspell.core.command.CommandRunner;
import org.llmspell.core.command.CommandSpec;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/** The command {@code config explain}. */
@Component(configurationPolicy = ConfigurationPolicy.IGNORE)
@CommandSpec(
    name = "config explain",
    summary = "Says what a setting does, where it is set, and which value holds",
    parameters = "KEY",
    settings = false)
public final class ConfigExplainCommand implements Command {
  private final LayeredSettings loader;

  /** Over the settings of the call, and those that scripts have changed in this container. */
  @Activate
  public ConfigExplainCommand(@Reference LayeredSettings loader) {
    this.loader = loader;
  }

  /** What one layer says. */
  private record Row(String origin, Object value, String place, boolean holds) {}

  @Override
  public int run(CommandCall call) {
    List<String> path = KeyPath.parse(call.parameters().getFirst());
    Keys keys = loader.keys();
    Layers layers = loader.readAll(call.settingsSource());
    Optional<Key> key = keys.find(path);
    List<Row> rows = rows(key, layers, path);
    if (rows.isEmpty() && key.isEmpty()) {
      throw CommandSupport.unknown(keys, path);
    }
    call.answer(text(path, key, rows), data(path, key, rows));
    return CommandRunner.OK;
  }

  /** The strongest first. */
  private static List<Row> rows(Optional<Key> key, Layers layers, List<String> path) {
    List<Row> rows = new ArrayList<>();
    for (Layer layer : layers.all().reversed()) {
      layer
          .find(path)
          .ifPresent(value ->
              rows.add(
                  new Row(
                      layer.origin(),
                      shown(path, value),
                      layer.places().apply(path).value(),
                      rows.isEmpty())));
    }
    key.flatMap(Key::defaultValue)
        .ifPresent(
            value -> rows.add(new Row(Layer.DEFAULT, shown(path, value), "", rows.isEmpty())));
    return rows;
  }

  private static Object shown(List<String> path, Object value) {
    Object shown = Redaction.value(path.getLast(), value);
    return shown == null ? "" : shown;
  }

  private static String text(List<String> path, Optional<Key> key, List<Row> rows) {
    var text = new StringBuilder(KeyPath.text(path)).append('\n');
    key.ifPresent(known -> text.append("  ").append(known.description()).append('\n'));
    key.ifPresent(known -> text.append("  Type: ").append(known.type()).append('\n'));
    key.filter(known -> !known.variables().isEmpty())
        .ifPresent(known ->
            text.append("  Variables: ").append(String.join(", ", names(known))).append('\n'));
    if (rows.isEmpty()) {
      text.append("  It has no value: it is set nowhere and has no default.");
    }
    for (Row row : rows) {
      text.append(row.holds ? "* " : "  ")
          .append("%-13s ".formatted(row.origin))
          .append(Toml.write(row.value));
      if (!row.place.isEmpty() && !row.place.equals(row.origin)) {
        text.append("  (").append(row.place).append(')');
      }
      text.append('\n');
    }
    if (!rows.isEmpty()) {
      Row first = rows.getFirst();
      text.append(
          first.origin.equals(Layer.DEFAULT)
              ? "The default holds: nothing else sets it."
              : rows.size() == 1
                  ? "It is set in one place only."
                  : "The first one holds: %s comes before %s."
                      .formatted(
                          first.origin,
                          String.join(", ", rows.stream().skip(1).map(Row::origin).toList())));
    }
    return text.toString();
  }

  private static List<String> names(Key key) {
    return key.variables().stream().map(Key.Variable::name).toList();
  }

  private static Map<String, @Nullable Object> data(
      List<String> path, Optional<Key> key, List<Row> rows) {
    Map<String, @Nullable Object> data = new LinkedHashMap<>();
    data.put("key", KeyPath.text(path));
    data.put("description", key.map(Key::description).orElse(""));
    data.put("type", key.map(Key::type).orElse("any"));
    data.put("variables", key.map(ConfigExplainCommand::names).orElse(List.of()));
    data.put("value", rows.isEmpty() ? null : rows.getFirst().value);
    data.put("origin", rows.isEmpty() ? null : rows.getFirst().origin);
    data.put(
        "layers",
        rows.stream()
            .map(row ->
                Map.of(
                    "origin", row.origin,
                    "value", row.value,
                    "place", row.place,
                    "holds", row.holds))
            .toList());
    return data;
  }
}
