package org.llmspell.tools.utility;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.llmspell.core.error.SpellException;

/**
 * Rewrites what Tera spells in another way than Pebble: {@code raw} becomes {@code verbatim}, and
 * {@code list.0} becomes {@code list[0]}. Texts, comments and what is raw stay as they are.
 */
final class TeraSource {
  private static final Pattern RAW = Pattern.compile("\\{%-?\\s*(?:raw|verbatim)\\s*-?%\\}");
  private static final Pattern RAW_WORD = Pattern.compile("raw|verbatim");
  private static final Pattern END_RAW = Pattern.compile("\\{%-?\\s*end(?:raw|verbatim)\\s*-?%\\}");
  private static final Pattern NUMBERED =
      Pattern.compile(
          "'[^'\\\\]*+(?:\\\\.[^'\\\\]*+)*+'|\"[^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+\""
              + "|([A-Za-z_]\\w*+|\\])((?:\\.\\d++)+)(?!\\w)",
          Pattern.DOTALL);
  private static final Pattern STEP = Pattern.compile("\\.(\\d++)");

  private final String source;
  private final StringBuilder out = new StringBuilder();
  private int at;

  private TeraSource(String source) {
    this.source = source;
  }

  static String translate(String template) {
    var translation = new TeraSource(template);
    while (translation.step()) {
      // each step copies text and one tag
    }
    return translation.out.toString();
  }

  private boolean step() {
    int open = source.indexOf('{', at);
    if (open < 0 || open + 1 >= source.length()) {
      out.append(source, at, source.length());
      return false;
    }
    out.append(source, at, open);
    at = open;
    switch (source.charAt(open + 1)) {
      case '#' -> copy(endOfComment());
      case '{' -> rewrite(end("}}"));
      case '%' -> tag();
      default -> copy(open + 1);
    }
    return true;
  }

  private void tag() {
    var raw = RAW.matcher(source).region(at, source.length());
    if (!raw.lookingAt()) {
      rewrite(end("%}"));
      return;
    }
    out.append(RAW_WORD.matcher(raw.group()).replaceFirst("verbatim"));
    at = raw.end();
    var close = END_RAW.matcher(source).region(at, source.length());
    if (close.find()) {
      copy(close.start());
      out.append(RAW_WORD.matcher(close.group()).replaceFirst("verbatim"));
      at = close.end();
    } else {
      copy(source.length()); // the parser will say that the end is missing
    }
  }

  private int endOfComment() {
    int close = source.indexOf("#}", at + 2);
    return close < 0 ? source.length() : close + 2;
  }

  /**
   * Where the tag that begins here ends; an end inside of a text or of brackets is none. What is
   * not closed is refused here, because Pebble may look for its end for ever.
   */
  private int end(String mark) {
    int depth = 0;
    int i = at + 2;
    while (i < source.length()) {
      char c = source.charAt(i);
      if (depth == 0 && source.startsWith(mark, i)) {
        return i + 2;
      }
      switch (c) {
        case '(', '[', '{' -> depth++;
        case ')', ']', '}' -> depth = Math.max(0, depth - 1);
        default -> {}
      }
      i = c == '\'' || c == '"' ? endOfText(i, c) : i + 1;
    }
    throw invalid("this tag is not closed", at);
  }

  private int endOfText(int start, char quote) {
    for (int i = start + 1; i < source.length(); i++) {
      char c = source.charAt(i);
      if (c == quote) {
        return i + 1;
      }
      if (c == '\\') {
        i++;
      } else if (quote == '"' && source.startsWith("#{", i)) {
        throw invalid("'#{' is not supported in a text in double quotes, use single ones", i);
      }
    }
    throw invalid("this text is not closed", start);
  }

  private SpellException invalid(String what, int position) {
    long line = source.substring(0, position).chars().filter(c -> c == '\n').count() + 1;
    return SpellException.tool(
        "template-engine", "Invalid Tera template: %s (line %d)".formatted(what, line), null);
  }

  private void copy(int end) {
    out.append(source, at, end);
    at = end;
  }

  private void rewrite(int end) {
    String tag = source.substring(at, end);
    out.append(
        NUMBERED
            .matcher(tag)
            .replaceAll(match ->
                Matcher.quoteReplacement(
                    match.group(1) == null
                        ? match.group()
                        : match.group(1) + STEP.matcher(match.group(2)).replaceAll("[$1]"))));
    at = end;
  }
}
