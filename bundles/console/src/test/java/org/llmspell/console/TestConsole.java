package org.llmspell.console;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.llmspell.core.command.Command;
import org.llmspell.core.command.CommandRequest;
import org.llmspell.core.command.CommandSpec;
import org.llmspell.core.config.ContainerSettings;
import org.llmspell.core.config.Settings;
import org.llmspell.core.config.SettingsLoader;
import org.llmspell.core.config.SettingsSource;

/** Commands, and the place where they are given. */
final class TestConsole {
  final Map<String, Catalog.Entry> commands = new TreeMap<>();
  final Map<String, String> environment = new HashMap<>();
  Path folder = Path.of("").toAbsolutePath();
  SettingsLoader settings = (file, in, variables) -> Settings.NONE;
  final Applied container = new Applied();
  InputStream input = InputStream.nullInputStream();

  /** Notes what was applied. */
  static final class Applied implements ContainerSettings {
    final List<Settings> all = new ArrayList<>();

    @Override
    public Settings current() {
      return all.isEmpty() ? Settings.NONE : all.getLast();
    }

    @Override
    public void apply(Settings settings) {
      all.add(settings);
    }

    @Override
    public Following follow(SettingsSource source) {
      return () -> {};
    }
  }

  /** What one run left behind. */
  record Run(int code, String output, String errors) {}

  static TestConsole of(Command... commands) {
    var console = new TestConsole();
    for (Command command : commands) {
      CommandSpec spec = command.getClass().getAnnotation(CommandSpec.class);
      console.add(
          new Syntax(
              spec.name(),
              spec.summary(),
              spec.parameters(),
              spec.trailing(),
              List.of(spec.options()),
              spec.settings()),
          command);
    }
    return console;
  }

  TestConsole add(String name, Command command) {
    return add(Syntax.of(Map.of("llmspell.command.name", name)), command);
  }

  private TestConsole add(Syntax syntax, Command command) {
    commands.put(syntax.name(), new Catalog.Entry(syntax, new Source(command)));
    return this;
  }

  private record Source(Command command) implements Catalog.Source {
    @Override
    public Optional<Command> get() {
      return Optional.of(command);
    }

    @Override
    public void release() {}
  }

  TestConsole in(Path where) {
    folder = where;
    return this;
  }

  TestConsole reading(String text) {
    input = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  Dispatcher dispatcher() {
    return new Dispatcher(() -> commands, settings, container, "0.6.0", text -> text);
  }

  Run run(String... words) {
    var output = new ByteArrayOutputStream();
    var errors = new ByteArrayOutputStream();
    int code = dispatcher().run(request(output, errors, words));
    return new Run(
        code, output.toString(StandardCharsets.UTF_8), errors.toString(StandardCharsets.UTF_8));
  }

  CommandRequest request(
      ByteArrayOutputStream output, ByteArrayOutputStream errors, String... words) {
    return new CommandRequest(
        List.of(words),
        folder,
        environment,
        input,
        new PrintStream(output, false, StandardCharsets.UTF_8),
        new PrintStream(errors, false, StandardCharsets.UTF_8),
        false);
  }
}
