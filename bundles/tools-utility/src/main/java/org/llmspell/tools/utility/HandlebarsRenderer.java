package org.llmspell.tools.utility;

import com.github.jknack.handlebars.Context;
import com.github.jknack.handlebars.Handlebars;
import com.github.jknack.handlebars.HandlebarsException;
import com.github.jknack.handlebars.Template;
import com.github.jknack.handlebars.context.MapValueResolver;
import com.github.jknack.handlebars.io.AbstractTemplateLoader;
import com.github.jknack.handlebars.io.TemplateSource;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.llmspell.core.error.SpellException;

/**
 * Renders a Handlebars template. It sees nothing but the values: no properties of Java objects, no
 * files, no helper that reads or runs anything.
 */
final class HandlebarsRenderer {
  private final Limits limits;

  HandlebarsRenderer(Limits limits) {
    this.limits = limits;
  }

  String render(String template, Map<String, Object> values) {
    var handlebars =
        new Handlebars(new NoFiles())
            .with(new HandlebarsHelpers(limits))
            .parentScopeResolution(true);
    var out = new BoundedWriter(TemplateEngine.MAX_OUTPUT, limits);
    try {
      compile(handlebars, template)
          .apply(Context.newBuilder(values).resolver(MapValueResolver.INSTANCE).build(), out);
    } catch (RuntimeException | IOException e) {
      throw failure("Template rendering failed", e);
    }
    return out.toString();
  }

  private static Template compile(Handlebars handlebars, String template) {
    try {
      return handlebars.compileInline(template);
    } catch (RuntimeException | IOException e) {
      throw failure("Invalid Handlebars template", e);
    }
  }

  private static RuntimeException failure(String what, Exception e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SpellException || cause instanceof CancellationException) {
        return (RuntimeException) cause;
      }
    }
    String reason = "it can not be understood";
    if (e instanceof HandlebarsException h && h.getError() != null) {
      var error = h.getError();
      reason = "%s (line %d, column %d)".formatted(error.reason, error.line, error.column);
    } else if (e instanceof HandlebarsException || e instanceof IOException) {
      reason = String.valueOf(e.getMessage());
    }
    return SpellException.tool(
        "template-engine", what + ": " + reason.lines().findFirst().orElse(""), e);
  }

  /** There are no templates but the one that was given. */
  private static final class NoFiles extends AbstractTemplateLoader {
    @Override
    public TemplateSource sourceAt(String location) throws IOException {
      throw new FileNotFoundException("there is no partial '%s'".formatted(location));
    }
  }
}
