package org.llmspell.tools.utility;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.ToolOutput;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.security.SecurityLevel;
import org.llmspell.core.security.guard.FileGuard;
import org.llmspell.core.tool.Default;
import org.llmspell.core.tool.Doc;
import org.llmspell.core.tool.RecordTool;
import org.llmspell.core.tool.ToolSpec;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Differences between two texts, line by line, or between two JSON values, path by path. */
@Component
@ToolSpec(
    name = "diff-calculator",
    description = "Shows the differences between two texts, files or JSON values",
    level = SecurityLevel.SAFE)
public final class DiffCalculator implements RecordTool<DiffCalculator.Params> {
  private static final int MAX_BYTES = 10 << 20;
  private static final int MAX_LINES = 200_000;
  private static final Duration TIME = Duration.ofSeconds(10);
  private static final List<String> FORMATS = List.of("unified", "context", "inline", "simple");

  private final LocalFiles files;

  /** With the guard of files. */
  @Activate
  public DiffCalculator(@Reference FileGuard guard) {
    this.files = new LocalFiles(guard, MAX_BYTES);
  }

  record Params(
      @Doc("text or json") Optional<String> type,
      @Doc("text_diff or json_diff, the same as type") Optional<String> operation,
      @Doc("the text before") Optional<String> oldText,
      @Doc("the text after") Optional<String> newText,
      @Doc("the JSON before") Optional<Object> oldJson,
      @Doc("the JSON after") Optional<Object> newJson,
      @Doc("file before, instead of a text or JSON") Optional<String> oldFile,
      @Doc("file after, instead of a text or JSON") Optional<String> newFile,
      @Doc("unified, context, inline or simple") @Default("unified") String format) {

    String kind() {
      String given = type.or(() -> operation).orElse("text").toLowerCase(Locale.ROOT);
      return given.endsWith("_diff") ? given.substring(0, given.length() - 5) : given;
    }
  }

  @Override
  public ToolOutput execute(Params params, ExecutionContext context) {
    return switch (params.kind()) {
      case "text" -> text(params, context);
      case "json" -> json(params, context);
      default ->
          throw SpellException.validation(
              "type",
              "Invalid diff type: %s. Allowed values: text, json"
                  .formatted(params.type().or(params::operation).orElse("")));
    };
  }

  private ToolOutput text(Params params, ExecutionContext context) {
    String format = params.format().toLowerCase(Locale.ROOT);
    if (!FORMATS.contains(format)) {
      throw SpellException.validation(
          "format",
          "Invalid diff format: %s. Allowed values: %s"
              .formatted(params.format(), String.join(", ", FORMATS)));
    }
    List<String> before = lines("old_text", old(params, params.oldText(), context));
    List<String> after = lines("new_text", changed(params, params.newText(), context));
    var diff = TextDiff.of(before, after, new Limits(context, TIME, "Comparing"));
    Map<String, @Nullable Object> result = new LinkedHashMap<>();
    result.put("type", "text");
    result.put("format", format);
    result.put(
        "diff",
        switch (format) {
          case "context" -> diff.context();
          case "inline" -> diff.inline();
          case "simple" -> diff.simple();
          default -> diff.unified();
        });
    Map<String, @Nullable Object> stats = new LinkedHashMap<>();
    stats.put("old_lines", before.size());
    stats.put("new_lines", after.size());
    result.put("stats", stats);
    return ToolOutput.success("text_diff", result);
  }

  private ToolOutput json(Params params, ExecutionContext context) {
    boolean inFiles = params.oldFile().isPresent() && params.newFile().isPresent();
    Object before;
    Object after;
    if (inFiles) {
      before = parse("old_file", files.text(params.oldFile().orElseThrow(), "old file", context));
      after = parse("new_file", files.text(params.newFile().orElseThrow(), "new file", context));
    } else {
      before = params.oldJson().orElseThrow(() -> incomplete("json"));
      after = params.newJson().orElseThrow(() -> incomplete("json"));
    }
    return ToolOutput.success("json_diff", JsonDiff.of(before, after));
  }

  private String old(Params params, Optional<String> given, ExecutionContext context) {
    return pick(params, params.oldFile(), given, "old file", context);
  }

  private String changed(Params params, Optional<String> given, ExecutionContext context) {
    return pick(params, params.newFile(), given, "new file", context);
  }

  /** Files go before texts, but only when both are given. */
  private String pick(
      Params params,
      Optional<String> file,
      Optional<String> given,
      String role,
      ExecutionContext context) {
    boolean inFiles = params.oldFile().isPresent() && params.newFile().isPresent();
    return inFiles
        ? files.text(file.orElseThrow(), role, context)
        : given.orElseThrow(() -> incomplete("text"));
  }

  private static SpellException incomplete(String kind) {
    return SpellException.validation(
        "old_" + kind,
        "Either (old_%s, new_%s) or (old_file, new_file) must be provided".formatted(kind, kind));
  }

  private static List<String> lines(String parameter, String text) {
    List<String> lines = Limits.text(parameter, text, MAX_BYTES).lines().toList();
    if (lines.size() > MAX_LINES) {
      throw SpellException.validation(
          parameter,
          "Parameter '%s' has %d lines, more than the %d allowed"
              .formatted(parameter, lines.size(), MAX_LINES));
    }
    return lines;
  }

  private static @Nullable Object parse(String parameter, String text) {
    try {
      return Json.parse(text);
    } catch (IllegalArgumentException e) {
      throw SpellException.validation(
          parameter, "Invalid JSON in %s: %s".formatted(parameter, e.getMessage()));
    }
  }
}
