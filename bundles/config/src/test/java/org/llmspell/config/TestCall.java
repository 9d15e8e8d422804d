package org.llmspell.config;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.command.CommandCall;
import org.llmspell.core.command.CommandRequest;
import org.llmspell.core.command.OutputFormat;
import org.llmspell.core.config.Settings;

/** A call of a command in a folder; remembers what was answered. */
final class TestCall implements CommandCall {
  private final CommandRequest request;
  private final List<String> parameters;
  private final Map<String, List<String>> options;
  String text = "";
  @Nullable Object data;

  TestCall(
      Path folder,
      Map<String, String> environment,
      Map<String, List<String>> options,
      String... parameters) {
    var none = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    this.request =
        new CommandRequest(
            List.of(), folder, environment, InputStream.nullInputStream(), none, none, false);
    this.options = options;
    this.parameters = List.of(parameters);
  }

  @Override
  public CommandRequest request() {
    return request;
  }

  @Override
  public List<String> parameters() {
    return new ArrayList<>(parameters);
  }

  @Override
  public List<String> trailing() {
    return List.of();
  }

  @Override
  public Optional<String> option(String name) {
    return options(name).stream().findFirst();
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
    throw new UnsupportedOperationException();
  }

  @Override
  public void answer(String newText, @Nullable Object newData) {
    text = newText;
    data = newData;
  }

  @Override
  public void progress(String step) {
    throw new UnsupportedOperationException();
  }
}
