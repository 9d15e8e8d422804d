package org.llmspell.console;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.command.CommandCall;
import org.llmspell.core.command.CommandRequest;
import org.llmspell.core.command.CommandRunner;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.script.ScriptRequest;
import org.llmspell.core.script.ScriptResult;
import org.llmspell.core.script.ScriptRunner;
import org.llmspell.core.script.ScriptSource;
import org.llmspell.json.PlainJson;

/** Runs a script for a command and prints what it returned. */
final class ScriptLaunch {

  private ScriptLaunch() {}

  /** Runs the script in the call's settings; gives the exit code. */
  static int run(Optional<ScriptRunner> runner, ScriptSource source, CommandCall call) {
    String language = language(call);
    ScriptResult result =
        require(runner).run(request(source, call, printed(call), ExecutionContext.create()));
    if (result.exitCode().isEmpty()) {
      call.request().output().println(text(result, language, call));
    }
    return result.exitCode().orElse(CommandRunner.OK);
  }

  /** The runner; says so when the container has none. */
  static ScriptRunner require(Optional<ScriptRunner> runner) {
    return runner.orElseThrow(() ->
        SpellException.configuration(
            "There is no script engine; install one, such as the bundle org.llmspell.lua", null));
  }

  /** A run of a script where a command was given, in its settings. */
  static ScriptRequest request(
      ScriptSource source, CommandCall call, OutputStream output, ExecutionContext context) {
    CommandRequest request = call.request();
    return new ScriptRequest(
        source,
        language(call),
        call.trailing(),
        request.workingDirectory(),
        request.environment(),
        call.settings(),
        request.input(),
        output,
        request.errors(),
        context);
  }

  /** The script language that a command asks for. */
  static String language(CommandCall call) {
    String variable = call.request().environment().getOrDefault("LLMSPELL_ENGINE", "");
    String name =
        call.option("engine")
            .or(() -> Optional.of(variable).filter(value -> !value.isEmpty()))
            .or(() -> call.settings().text("default_engine"))
            .orElse("lua");
    return name.equals("js") ? "javascript" : name;
  }

  /** Where the script prints to: beside the JSON there must be nothing else on the output. */
  private static OutputStream printed(CommandCall call) {
    return switch (call.format()) {
      case TEXT -> call.request().output();
      case JSON -> call.request().errors();
      case PRETTY -> new Headed("Console Output:\n", call.request().output());
    };
  }

  private static String text(ScriptResult result, String language, CommandCall call) {
    Object value = sorted(result.value());
    Object shown = call.flag("stream") ? List.of(chunk(value)) : value;
    return switch (call.format()) {
      case TEXT -> value instanceof String text ? text : PlainJson.compact(value);
      case JSON -> PlainJson.pretty(shown);
      case PRETTY ->
          """
          Output: %s
          Engine: %s
          Execution time: %dms\
          """
              .formatted(PlainJson.pretty(shown), language, result.duration().toMillis());
    };
  }

  /** The result as the one and last chunk of a stream. */
  private static Map<String, @Nullable Object> chunk(@Nullable Object value) {
    String text = value instanceof String string ? string : PlainJson.compact(value);
    Map<String, @Nullable Object> chunk = new LinkedHashMap<>();
    chunk.put("chunk_index", 0L);
    chunk.put("content", Map.of("type", "text", "data", text));
    chunk.put("metadata", Map.of("is_last", true));
    return chunk;
  }

  /** The value with its keys in order: a script's table has none, and output should not vary. */
  private static @Nullable Object sorted(@Nullable Object value) {
    return switch (value) {
      case Map<?, ?> map -> {
        Map<String, @Nullable Object> entries = new TreeMap<>();
        map.forEach((key, item) -> entries.put(String.valueOf(key), sorted(item)));
        yield entries;
      }
      case List<?> list -> {
        List<@Nullable Object> items = new ArrayList<>();
        list.forEach(item -> items.add(sorted(item)));
        yield items;
      }
      case null, default -> value;
    };
  }

  /** Writes a line before the first byte, so that nothing need be kept. */
  private static final class Headed extends OutputStream {
    private final OutputStream out;
    private String header;

    Headed(String header, OutputStream out) {
      this.header = header;
      this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      if (!header.isEmpty() && length > 0) {
        out.write(header.getBytes(StandardCharsets.UTF_8));
        header = "";
      }
      out.write(bytes, offset, length);
    }

    @Override
    public void flush() throws IOException {
      out.flush();
    }
  }
}
