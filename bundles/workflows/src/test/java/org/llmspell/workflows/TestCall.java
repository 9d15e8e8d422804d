package org.llmspell.workflows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.command.CommandCall;
import org.llmspell.core.command.CommandRequest;
import org.llmspell.core.command.OutputFormat;
import org.llmspell.core.config.Settings;

/** A call of a command in a folder; remembers what was answered and told. */
final class TestCall implements CommandCall {
  private final CommandRequest request;
  private final List<String> parameters;
  private final Map<String, List<String>> options = new LinkedHashMap<>();
  final List<String> progress = new ArrayList<>();
  String text = "";
  @Nullable Object data;

  TestCall(Path folder, String... parameters) {
    var none = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    this.request =
        new CommandRequest(
            List.of(),
            folder,
            Map.of(),
            new ByteArrayInputStream("{\"who\": \"ron\"}".getBytes(StandardCharsets.UTF_8)),
            none,
            none,
            false);
    this.parameters = List.of(parameters);
  }

  /** With an option or, without a value, a flag. */
  TestCall with(String option, String... values) {
    options.put(option, List.of(values));
    return this;
  }

  @Override
  public CommandRequest request() {
    return request;
  }

  @Override
  public List<String> parameters() {
    return parameters;
  }

  @Override
  public List<String> trailing() {
    return List.of();
  }

  @Override
  public Optional<String> option(String name) {
    return options(name).stream().reduce((_, last) -> last);
  }

  @Override
  public List<String> options(String name) {
    return options.getOrDefault(name, List.of());
  }

  @Override
  public boolean flag(String name) {
    return options.containsKey(name);
  }

  @Override
  public OutputFormat format() {
    return OutputFormat.TEXT;
  }

  @Override
  public Settings settings() {
    return Settings.NONE;
  }

  @Override
  public void answer(String newText, @Nullable Object newData) {
    text = newText;
    data = newData;
  }

  @Override
  public void progress(String step) {
    progress.add(step);
  }
}
