package org.llmspell.console;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.command.CommandCall;
import org.llmspell.core.command.CommandRequest;
import org.llmspell.core.command.OutputFormat;
import org.llmspell.core.config.Settings;
import org.llmspell.core.config.SettingsLoader;
import org.llmspell.json.PlainJson;

/** One call of a command. Belongs to the thread that runs it. */
final class Invocation implements CommandCall {
  private final CommandRequest request;
  private final CommandLine line;
  private final SettingsLoader loader;
  private @Nullable Settings settings;

  Invocation(CommandRequest request, CommandLine line, SettingsLoader loader) {
    this.request = request;
    this.line = line;
    this.loader = loader;
  }

  @Override
  public CommandRequest request() {
    return request;
  }

  @Override
  public List<String> parameters() {
    return line.parameters();
  }

  @Override
  public List<String> trailing() {
    return line.trailing();
  }

  @Override
  public Optional<String> option(String name) {
    return Optional.ofNullable(line.options().get(name));
  }

  @Override
  public List<String> options(String name) {
    return line.repeated().getOrDefault(name, List.of());
  }

  @Override
  public boolean flag(String name) {
    return line.has(name);
  }

  @Override
  public OutputFormat format() {
    return line.format();
  }

  @Override
  public Settings settings() {
    if (settings == null) {
      settings =
          loader.load(settingsSource(), warning -> request.errors().println("Warning: " + warning));
    }
    return settings;
  }

  @Override
  public void answer(String text, @Nullable Object data) {
    request.output().println(format() == OutputFormat.TEXT ? text : PlainJson.pretty(data));
  }

  @Override
  public void progress(String step) {
    request.errors().println(step);
  }
}
