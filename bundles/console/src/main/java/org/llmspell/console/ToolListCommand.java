package org.llmspell.console;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.command.Command;
import org.llmspell.core.command.CommandCall;
import org.llmspell.core.command.CommandRunner;
import org.llmspell.core.command.CommandSpec;
import org.llmspell.core.runtime.ToolInfo;
import org.llmspell.core.runtime.ToolRegistry;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The command {@code tool list}. */
@Component
@CommandSpec(
    name = "tool list",
    summary = "Lists the tools",
    options = "--category NAME: only the tools of this category")
public final class ToolListCommand implements Command {
  private final ToolRegistry tools;

  /** With the registry. */
  @Activate
  public ToolListCommand(@Reference ToolRegistry tools) {
    this.tools = tools;
  }

  @Override
  public int run(CommandCall call) {
    List<ToolInfo> shown =
        tools.list().stream()
            .filter(tool -> call.option("category").map(tool.category()::equals).orElse(true))
            .toList();
    String text =
        Table.of(
            Stream.concat(
                    Stream.of(List.of("NAME", "VERSION", "CATEGORY", "LEVEL", "DESCRIPTION")),
                    shown.stream().map(ToolListCommand::row))
                .toList());
    call.answer(
        shown.isEmpty() ? "No tools." : text, shown.stream().map(ToolListCommand::data).toList());
    return CommandRunner.OK;
  }

  private static List<String> row(ToolInfo tool) {
    return List.of(
        tool.name(),
        tool.version().toString(),
        tool.category(),
        level(tool),
        tool.description().lines().findFirst().orElse(""));
  }

  /** What programs are told about a tool. */
  static Map<String, @Nullable Object> data(ToolInfo tool) {
    Map<String, @Nullable Object> data = new LinkedHashMap<>();
    data.put("name", tool.name());
    data.put("version", tool.version().toString());
    data.put("category", tool.category());
    data.put("security_level", level(tool));
    data.put("description", tool.description());
    data.put("aliases", tool.aliases());
    data.put("bundle", tool.bundle());
    return data;
  }

  static String level(ToolInfo tool) {
    return tool.level().name().toLowerCase(Locale.ROOT);
  }
}
