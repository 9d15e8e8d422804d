package org.llmspell.console;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.llmspell.core.command.Command;
import org.llmspell.core.command.CommandCall;
import org.llmspell.core.command.CommandRunner;
import org.llmspell.core.command.CommandSpec;
import org.llmspell.core.script.ScriptEngine;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The command {@code info}. */
@Component
@CommandSpec(
    name = "info",
    summary = "Shows the version, the data folder and the script engines",
    options = "--all: also the engines that are not there")
public final class InfoCommand implements Command {
  private static final List<String> ENGINES = List.of("lua", "javascript", "python");

  private final Product product;
  private final List<ScriptEngine> engines;

  /** With the engines that are there. */
  @Activate
  public InfoCommand(BundleContext context, @Reference List<ScriptEngine> engines) {
    this(Product.of(context), engines);
  }

  InfoCommand(Product product, List<ScriptEngine> engines) {
    this.product = product;
    this.engines = List.copyOf(engines);
  }

  @Override
  public int run(CommandCall call) {
    String current = ScriptLaunch.language(call);
    var available = engines.stream().map(ScriptEngine::language).collect(Collectors.toSet());
    var names = new TreeSet<>(available);
    if (call.flag("all")) {
      names.addAll(ENGINES);
    }
    String text =
        """
        llmspell %s
        Data folder: %s
        Engines:
        %s\
        """
            .formatted(
                product.version(),
                product.home(),
                names.stream()
                    .map(name ->
                        "  %s %s: %s"
                            .formatted(
                                name.equals(current) ? "*" : " ",
                                name,
                                status(available.contains(name))))
                    .collect(Collectors.joining("\n")));
    call.answer(
        text,
        names.stream()
            .map(name ->
                Map.<String, Object>of(
                    "name", name,
                    "available", available.contains(name),
                    "status", status(available.contains(name)),
                    "current", name.equals(current)))
            .toList());
    return CommandRunner.OK;
  }

  private static String status(boolean available) {
    return available ? "available" : "not available";
  }
}
