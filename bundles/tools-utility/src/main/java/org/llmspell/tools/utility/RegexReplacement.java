package org.llmspell.tools.utility;

import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;

/**
 * The text that takes the place of a hit: {@code $0} is the hit, {@code $1} or <code>${name}</code>
 * a group, {@code $$} a dollar sign. Every other character stands for itself.
 */
final class RegexReplacement {
  private static final java.util.regex.Pattern REFERENCE =
      java.util.regex.Pattern.compile("\\$(?:(\\$)|(\\d{1,2})|\\{(\\w{1,60})\\})");

  private record Part(String literal, int group) {}

  private final List<Part> parts = new ArrayList<>();

  private RegexReplacement() {}

  static RegexReplacement parse(String replacement, Pattern pattern) {
    var result = new RegexReplacement();
    int from = 0;
    for (MatchResult match : REFERENCE.matcher(replacement).results().toList()) {
      String literal = replacement.substring(from, match.start());
      if (match.group(1) != null) {
        result.parts.add(new Part(literal + "$", -1));
      } else {
        String reference = match.group(2) != null ? match.group(2) : match.group(3);
        result.parts.add(new Part(literal, RegexSearch.group(pattern, reference)));
      }
      from = match.end();
    }
    result.parts.add(new Part(replacement.substring(from), -1));
    return result;
  }

  void appendTo(StringBuilder out, String text, RegexSearch.Hit hit) {
    for (Part part : parts) {
      out.append(part.literal());
      if (part.group() == 0) {
        out.append(text, hit.start(), hit.end());
      } else if (part.group() > 0) {
        String group = hit.groups().get(part.group() - 1);
        out.append(group == null ? "" : group);
      }
    }
  }
}
