package org.llmspell.tools.utility;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.error.SpellException;

/** One search through one text. Stops at its time limit, between two hits. */
final class RegexSearch {
  private static final int MAX_HITS = 100_000;
  private static final Duration TIME = Duration.ofSeconds(5);

  /**
   * One place where the pattern matched; positions are characters of Java.
   *
   * @param groups the texts of the groups; null for a group that took no part
   */
  record Hit(int start, int end, List<@Nullable String> groups) {}

  private final Pattern pattern;
  private final String text;
  private final Limits limits;
  private int chars;
  private int bytes;

  RegexSearch(Pattern pattern, String text, ExecutionContext context) {
    this.pattern = pattern;
    this.text = text;
    limits = new Limits(context, TIME, "Matching");
  }

  boolean test() {
    return pattern.matcher(text).find();
  }

  List<Hit> first() {
    return find(1);
  }

  List<Hit> all() {
    List<Hit> hits = find(MAX_HITS + 1);
    Limits.result(hits.size(), MAX_HITS);
    return hits;
  }

  private List<Hit> find(int max) {
    List<Hit> hits = new ArrayList<>();
    Matcher matcher = pattern.matcher(text);
    while (hits.size() < max && matcher.find()) {
      limits.check();
      if (insideOfCharacter(matcher.start())) {
        continue; // an empty hit between the two halves of a character is none
      }
      List<@Nullable String> groups = new ArrayList<>();
      for (int i = 1; i <= matcher.groupCount(); i++) {
        groups.add(matcher.group(i));
      }
      hits.add(new Hit(matcher.start(), matcher.end(), groups));
    }
    return hits;
  }

  private boolean insideOfCharacter(int position) {
    return position > 0
        && position < text.length()
        && Character.isSurrogatePair(text.charAt(position - 1), text.charAt(position));
  }

  /**
   * A hit as a plain value. A group that took no part is an empty text, because a list with holes
   * is no list in Lua. Hits have to come in the order of the text.
   */
  Map<String, @Nullable Object> describe(Hit hit) {
    Map<String, @Nullable Object> value = new LinkedHashMap<>();
    value.put("text", text.substring(hit.start(), hit.end()));
    value.put("start", bytesTo(hit.start()));
    value.put("end", bytesTo(hit.end()));
    value.put("groups", hit.groups().stream().map(g -> g == null ? "" : g).toList());
    if (!pattern.namedGroups().isEmpty()) {
      Map<String, @Nullable Object> named = new LinkedHashMap<>();
      pattern.namedGroups().forEach((name, i) -> named.put(name, hit.groups().get(i - 1)));
      value.put("named", named);
    }
    return value;
  }

  private int bytesTo(int position) {
    bytes += Limits.bytes(text.substring(chars, position));
    chars = position;
    return bytes;
  }

  String replace(List<Hit> hits, String replacement, int maxLength) {
    var template = RegexReplacement.parse(replacement, pattern);
    var out = new StringBuilder();
    int from = 0;
    for (Hit hit : hits) {
      out.append(text, from, hit.start());
      template.appendTo(out, text, hit);
      from = hit.end();
      Limits.result(out.length(), maxLength);
      limits.check();
    }
    return out.append(text, from, text.length()).toString();
  }

  /** What stands between the hits; an empty hit splits nothing off at the ends. */
  List<String> split(List<Hit> hits) {
    List<String> parts = new ArrayList<>();
    int from = 0;
    for (Hit hit : hits) {
      boolean empty = hit.start() == hit.end();
      if (!empty || hit.start() > 0 && hit.end() < text.length()) {
        parts.add(text.substring(from, hit.start()));
        from = hit.end();
      }
    }
    parts.add(text.substring(from));
    return parts;
  }

  /** Which group a name or number stands for. */
  static int group(Pattern pattern, String reference) {
    if (reference.matches("[0-9]{1,4}")) {
      int number = Integer.parseInt(reference);
      if (number <= pattern.groupCount()) {
        return number;
      }
    } else if (pattern.namedGroups().containsKey(reference)) {
      return pattern.namedGroups().get(reference);
    }
    throw SpellException.validation(
        "replacement",
        "The replacement asks for group '%s', but the pattern has %d group(s)%s"
            .formatted(
                reference,
                pattern.groupCount(),
                pattern.namedGroups().isEmpty()
                    ? ""
                    : ", named " + String.join(", ", pattern.namedGroups().keySet())));
  }
}
