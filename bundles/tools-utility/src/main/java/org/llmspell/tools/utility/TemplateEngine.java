package org.llmspell.tools.utility;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.ToolOutput;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.security.SecurityLevel;
import org.llmspell.core.tool.Alias;
import org.llmspell.core.tool.Default;
import org.llmspell.core.tool.Doc;
import org.llmspell.core.tool.RecordTool;
import org.llmspell.core.tool.ToolSpec;
import org.osgi.service.component.annotations.Component;

/** Renders templates with the values of a table. Values are escaped for HTML. */
@Component
@ToolSpec(
    name = "template-engine",
    aliases = "template_engine_tool",
    description = "Renders Tera (Jinja2-like) and Handlebars templates with a context of values",
    level = SecurityLevel.RESTRICTED)
public final class TemplateEngine implements RecordTool<TemplateEngine.Params> {
  static final int MAX_OUTPUT = 10 << 20;
  private static final int MAX_TEMPLATE = 1 << 20;
  private static final int MAX_CONTEXT = 10 << 20;
  private static final Duration TIME = Duration.ofSeconds(5);
  private static final List<String> DANGEROUS =
      List.of("system(", "exec(", "eval(", "__import__", "subprocess", "os.system");

  record Params(
      @Doc("the template") @Alias("template") String input,
      @Doc("the values by name") @Alias("variables") Optional<Map<String, Object>> context,
      @Doc("tera or handlebars; found out when left out") Optional<String> engine,
      @Doc("find out the engine from the template") @Default("true") boolean autoDetect) {}

  @Override
  public ToolOutput execute(Params params, ExecutionContext context) {
    String template = params.input();
    int length = Limits.bytes(template);
    check(template, length);
    Map<String, Object> values = params.context().orElse(Map.of());
    int size = contextSize(values);
    String engine = engine(params);
    var limits = new Limits(context, TIME, "Rendering");
    String rendered = render(engine, template, values, limits);
    Map<String, @Nullable Object> result = new LinkedHashMap<>();
    result.put("rendered", rendered);
    result.put("engine", engine);
    result.put("template_length", length);
    result.put("context_size", size);
    Map<String, @Nullable Object> metadata = new LinkedHashMap<>();
    metadata.put("engine", engine);
    metadata.put("template_length", length);
    return ToolOutput.success("render_template", result).with("metadata", metadata);
  }

  /** The branches are classes of their own, so that only the engine in use is loaded. */
  private static String render(
      String engine, String template, Map<String, Object> values, Limits limits) {
    try {
      return engine.equals("tera")
          ? new TeraRenderer(limits).render(template, values)
          : new HandlebarsRenderer(limits).render(template, values);
    } catch (StackOverflowError e) {
      throw SpellException.tool(
          "template-engine", "Template rendering failed: the template is nested too deeply", e);
    }
  }

  private static void check(String template, int length) {
    if (length > MAX_TEMPLATE) {
      throw SpellException.validation(
          "input", "Template size %d exceeds maximum %d".formatted(length, MAX_TEMPLATE));
    }
    for (String pattern : DANGEROUS) {
      if (template.contains(pattern)) {
        throw SpellException.security(
            "template", "Potentially dangerous pattern detected: " + pattern);
      }
    }
  }

  private static int contextSize(Map<String, Object> values) {
    int size;
    try {
      size = Limits.bytes(Json.write(values));
    } catch (IllegalArgumentException e) {
      throw SpellException.validation("context", "Invalid context: " + e.getMessage());
    }
    if (size > MAX_CONTEXT) {
      throw SpellException.validation(
          "context", "Context size %d exceeds maximum %d".formatted(size, MAX_CONTEXT));
    }
    return size;
  }

  private static String engine(Params params) {
    if (params.engine().isPresent()) {
      String name = params.engine().get();
      return switch (name.toLowerCase(Locale.ROOT)) {
        case "tera", "jinja", "jinja2" -> "tera";
        case "handlebars", "hbs" -> "handlebars";
        default ->
            throw SpellException.validation(
                "engine",
                "Unknown template engine: %s. Allowed values: tera, handlebars".formatted(name));
      };
    }
    boolean handlebars =
        params.autoDetect() && Stream.of("{{#", "{{/", "{{>").anyMatch(params.input()::contains);
    return handlebars ? "handlebars" : "tera";
  }
}
