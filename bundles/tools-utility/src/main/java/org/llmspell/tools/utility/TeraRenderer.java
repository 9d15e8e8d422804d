package org.llmspell.tools.utility;

import io.pebbletemplates.pebble.PebbleEngine;
import io.pebbletemplates.pebble.error.AttributeNotFoundException;
import io.pebbletemplates.pebble.error.LoaderException;
import io.pebbletemplates.pebble.error.PebbleException;
import io.pebbletemplates.pebble.extension.core.DisallowExtensionCustomizerBuilder;
import io.pebbletemplates.pebble.loader.MemoryLoader;
import io.pebbletemplates.pebble.template.PebbleTemplate;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;

/**
 * Renders a Tera template. Pebble parses it, because both descend from Jinja2; where Tera differs,
 * {@link TeraExtension} puts its own in place. A template sees nothing but the values: no
 * properties of Java objects, no other templates, no resource bundles.
 */
final class TeraRenderer {
  private static final List<String> NO_TAGS =
      List.of(
          "include",
          "import",
          "from",
          "extends",
          "embed",
          "block",
          "macro",
          "parallel",
          "cache",
          "flush",
          "autoescape");
  private static final List<String> NO_FUNCTIONS = List.of("i18n", "max", "min");
  private static final List<String> NO_FILTERS =
      List.of("format", "numberformat", "abbreviate", "sha256", "merge", "rsort", "nl2br");

  private final Limits limits;

  TeraRenderer(Limits limits) {
    this.limits = limits;
  }

  String render(String template, Map<String, Object> values) {
    var out = new BoundedWriter(TemplateEngine.MAX_OUTPUT, limits);
    PebbleTemplate compiled = compile(template);
    try {
      compiled.evaluate(out, values);
    } catch (RuntimeException | IOException e) {
      throw failure("Template rendering failed", e);
    }
    return out.toString();
  }

  private PebbleTemplate compile(String template) {
    try {
      return engine().getLiteralTemplate(TeraSource.translate(template));
    } catch (RuntimeException e) {
      throw failure("Invalid Tera template", e);
    }
  }

  private PebbleEngine engine() {
    return new PebbleEngine.Builder()
        .loader(new MemoryLoader())
        .newLineTrimming(false)
        .strictVariables(true)
        .cacheActive(false)
        .defaultLocale(Locale.ROOT)
        .maxRenderedSize(TemplateEngine.MAX_OUTPUT)
        .addEscapingStrategy("tera", TeraRenderer::escape)
        .defaultEscapingStrategy("tera")
        .methodAccessValidator((object, method) -> false)
        .allowOverrideCoreOperators(true)
        .registerExtensionCustomizer(
            new DisallowExtensionCustomizerBuilder()
                .disallowedTokenParserTags(NO_TAGS)
                .disallowedFunctionKeys(NO_FUNCTIONS)
                .disallowedFilterKeys(NO_FILTERS)
                .build())
        .extension(new TeraExtension(limits))
        .build();
  }

  /** The six characters that Tera escapes. */
  static String escape(String text) {
    var out = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append("&quot;");
        case '\'' -> out.append("&#x27;");
        case '/' -> out.append("&#x2F;");
        default -> out.append(c);
      }
    }
    return out.toString();
  }

  /** The library throws many things at nonsense; only what it says on purpose is passed on. */
  private static RuntimeException failure(String what, Exception e) {
    AttributeNotFoundException missing = null;
    PebbleException innermost = null;
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SpellException || cause instanceof CancellationException) {
        return (RuntimeException) cause;
      }
      missing = cause instanceof AttributeNotFoundException a ? a : missing;
      innermost = cause instanceof PebbleException p ? p : innermost;
    }
    if (innermost != null && innermost.getPebbleMessage().startsWith("Tried to write more")) {
      return SpellException.resourceLimit(
          "memory", TemplateEngine.MAX_OUTPUT, TemplateEngine.MAX_OUTPUT + 1);
    }
    return SpellException.tool("template-engine", what + ": " + reason(missing, innermost), e);
  }

  private static String reason(
      @Nullable AttributeNotFoundException missing, @Nullable PebbleException innermost) {
    if (missing != null) {
      return "Variable '%s' not found in the context%s"
          .formatted(missing.getAttributeName(), line(missing));
    }
    if (innermost == null) {
      return "it can not be understood";
    }
    return (innermost instanceof LoaderException
            ? "other templates can not be loaded"
            : innermost.getPebbleMessage().replaceAll("\\b(?:[a-z]+\\.)+[A-Z]\\w+", "value"))
        + line(innermost);
  }

  private static String line(PebbleException e) {
    return e.getLineNumber() == null ? "" : " (line " + e.getLineNumber() + ")";
  }
}
