package org.llmspell.console;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.ToolOutput;
import org.llmspell.core.command.Command;
import org.llmspell.core.command.CommandCall;
import org.llmspell.core.command.CommandRunner;
import org.llmspell.core.command.CommandSpec;
import org.llmspell.core.command.OutputFormat;
import org.llmspell.core.command.UsageException;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.runtime.ToolInvoker;
import org.llmspell.core.runtime.ToolRegistry;
import org.llmspell.core.security.SecurityPolicies;
import org.llmspell.core.tool.ParameterType;
import org.llmspell.core.tool.ToolParameter;
import org.llmspell.core.tool.ToolSchema;
import org.llmspell.json.PlainJson;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The command {@code tool invoke}. */
@Component
@CommandSpec(
    name = "tool invoke",
    summary = "Calls a tool and prints its answer",
    parameters = "NAME [KEY=VALUE...]",
    options = "--params JSON: the parameters as a JSON object; - reads it from standard input")
public final class ToolInvokeCommand implements Command {
  private static final int MAX_INPUT = 16 << 20;

  private final ToolRegistry tools;
  private final ToolInvoker invoker;
  private final SecurityPolicies policies;

  /** With the registry, the pipeline, and what binds the call to the settings. */
  @Activate
  public ToolInvokeCommand(
      @Reference ToolRegistry tools,
      @Reference ToolInvoker invoker,
      @Reference SecurityPolicies policies) {
    this.tools = tools;
    this.invoker = invoker;
    this.policies = policies;
  }

  @Override
  public int run(CommandCall call) throws IOException {
    String name = call.parameters().getFirst();
    ToolOutput output = invoker.invoke(name, parameters(call, tools.schema(name)), context(call));
    if (output.success() || call.format() != OutputFormat.TEXT) {
      call.answer(output.text(), output.data());
    }
    if (!output.success()) {
      throw SpellException.tool(
          name, output.error() == null ? "The tool failed without a reason" : output.error(), null);
    }
    return CommandRunner.OK;
  }

  private ExecutionContext context(CommandCall call) {
    return policies.secure(
        ExecutionContext.create(),
        call.settings(),
        call.request().workingDirectory(),
        call.request().environment());
  }

  private static Map<String, @Nullable Object> parameters(CommandCall call, ToolSchema schema)
      throws IOException {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    String json = call.option("params").orElse("{}");
    Object parsed =
        PlainJson.parse(json.equals("-") ? input(call) : json, "--params", UsageException::new);
    if (!(parsed instanceof Map<?, ?> object)) {
      throw new UsageException("--params must be a JSON object, such as '{\"input\": \"text\"}'");
    }
    object.forEach((key, value) -> values.put(String.valueOf(key), value));
    for (String word : call.parameters().subList(1, call.parameters().size())) {
      String[] parts = word.split("=", 2);
      if (parts.length < 2 || parts[0].isEmpty()) {
        throw new UsageException("'%s' is no parameter; write key=value".formatted(word));
      }
      values.put(parts[0], value(parts[0], parts[1], schema));
    }
    return values;
  }

  private static String input(CommandCall call) throws IOException {
    byte[] bytes = call.request().input().readNBytes(MAX_INPUT + 1);
    if (bytes.length > MAX_INPUT) {
      throw SpellException.resourceLimit("Input size", MAX_INPUT, bytes.length);
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** Text stays text where the tool wants text; everything else is written as JSON. */
  private static @Nullable Object value(String key, String text, ToolSchema schema) {
    ParameterType type =
        schema.parameters().stream()
            .filter(parameter -> parameter.name().equals(key) || parameter.aliases().contains(key))
            .map(ToolParameter::type)
            .findFirst()
            .orElse(ParameterType.ANY);
    return switch (type) {
      case STRING -> text;
      case ANY -> anything(text);
      default ->
          PlainJson.parse(
              text,
              "'%s' of parameter '%s' (%s)".formatted(text, key, type.schemaName()),
              UsageException::new);
    };
  }

  private static @Nullable Object anything(String text) {
    try {
      return PlainJson.parse(text, "", UsageException::new);
    } catch (UsageException e) {
      return text; // a word without quotes
    }
  }
}
