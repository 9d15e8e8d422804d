package org.llmspell.scripting;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.ToolOutput;
import org.llmspell.core.error.ErrorKind;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.hook.HookRefusal;
import org.llmspell.core.media.MediaContent;
import org.llmspell.core.runtime.ToolInvoker;
import org.llmspell.core.script.ScriptSession;

/**
 * Calls tools for a script. A tool that exists always answers: its failures come back as a table
 * with {@code success = false}. Only what is the script's own mistake is raised.
 */
final class ToolCalls {
  private final ToolInvoker invoker;
  private final ScriptSession session;

  ToolCalls(ToolInvoker invoker, ScriptSession session) {
    this.invoker = invoker;
    this.session = session;
  }

  /**
   * The answer of a tool as a table for the script.
   *
   * @throws SpellException when there is no such tool, the parameters are no table, or a hook
   *     refuses the call
   */
  Map<String, @Nullable Object> call(String tool, @Nullable Object given) {
    Map<String, @Nullable Object> parameters = parameters(tool, given);
    try {
      return table(session.await(() -> invoker.invoke(tool, parameters, session.context())));
    } catch (SpellException e) {
      if (isMistakeOfTheScript(e) || session.context().cancellation().isCancelled()) {
        throw e;
      }
      return failure(parameters.get("operation"), e.text());
    } catch (Exception e) {
      throw SpellException.tool(tool, "The call of tool '%s' failed".formatted(tool), e);
    }
  }

  private static boolean isMistakeOfTheScript(SpellException e) {
    return HookRefusal.isCauseOf(e)
        || e.kind() instanceof ErrorKind.Component && e.message().contains(" not found");
  }

  @SuppressWarnings("unchecked") // tables arrive with text keys only
  private static Map<String, @Nullable Object> parameters(String tool, @Nullable Object given) {
    if (!(given instanceof Map<?, ?> map)) {
      throw SpellException.validation(
          "params",
          "Tool '%s' takes a table of named parameters, for example {input = \"...\"}"
              .formatted(tool));
    }
    Plain.flaw(map)
        .ifPresent(flaw -> {
          throw SpellException.validation(
              "params", "Tool '%s' takes data, but its parameters have %s".formatted(tool, flaw));
        });
    boolean wrapped = map.size() == 1 && map.get("parameters") instanceof Map;
    Object parameters = wrapped ? map.get("parameters") : map;
    return (Map<String, @Nullable Object>) Objects.requireNonNull(parameters);
  }

  private static Map<String, @Nullable Object> table(ToolOutput output) {
    Map<String, @Nullable Object> table = new LinkedHashMap<>();
    String text = output.text();
    table.put("text", text);
    table.put("metadata", metadata(output));
    if (!output.media().isEmpty()) {
      table.put("media", output.media().stream().map(ToolCalls::media).toList());
    }
    if (output.data() instanceof Map<?, ?> envelope) {
      for (String key : List.of("success", "result", "message", "operation")) {
        if (envelope.get(key) != null) {
          table.put(key, envelope.get(key));
        }
      }
    }
    table.putIfAbsent("success", output.success());
    if (output.error() != null) {
      table.put("error", output.error());
      table.putIfAbsent("message", output.error());
    }
    table.put("output", text);
    return table;
  }

  private static Map<String, @Nullable Object> metadata(ToolOutput output) {
    Map<String, @Nullable Object> metadata = new LinkedHashMap<>(output.metadata());
    metadata.putIfAbsent("execution_time_ms", output.executionTimeMillis());
    if (output.data() instanceof Map) {
      metadata.putIfAbsent("response", output.data());
    }
    return metadata;
  }

  private static Map<String, @Nullable Object> failure(@Nullable Object operation, String message) {
    Map<String, @Nullable Object> envelope = new LinkedHashMap<>();
    envelope.put("success", false);
    envelope.put("error", message);
    envelope.put("message", message);
    if (operation != null) {
      envelope.put("operation", operation);
    }
    Map<String, @Nullable Object> table = new LinkedHashMap<>(envelope);
    String text = ToolOutput.of(envelope).text();
    table.put("text", text);
    table.put("output", text);
    table.put("metadata", Map.of());
    return table;
  }

  private static Map<String, @Nullable Object> media(MediaContent item) {
    Map<String, @Nullable Object> table = new LinkedHashMap<>();
    table.put("type", item.type().displayName());
    if (item instanceof MediaContent.Image image) {
      table.put("base64", Base64.getEncoder().encodeToString(image.data()));
      table.put("format", image.format().extensions().getFirst());
      table.put("width", image.metadata().width());
      table.put("height", image.metadata().height());
      table.put("color_space", image.metadata().colorSpace().displayName());
    }
    return table;
  }
}
