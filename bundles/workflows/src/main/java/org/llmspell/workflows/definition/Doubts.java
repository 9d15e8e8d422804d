package org.llmspell.workflows.definition;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What may be a mistake in a definition, though it can run. */
public final class Doubts {
  private static final Pattern STEP = Pattern.compile("\\{\\{\\s*step:([^{}:]+)[^{}]*}}");

  private Doubts() {}

  /** The doubts, each with its place. */
  public static List<String> about(Definition definition) {
    List<String> doubts = new ArrayList<>();
    definition.ignored().forEach(place -> doubts.add(place + ": is unknown and has no effect"));
    List<String> names = definition.steps().stream().map(Step::name).toList();
    for (Step step : definition.steps()) {
      Set<String> used = new LinkedHashSet<>();
      collect(step.input(), used);
      used.removeAll(names);
      for (String name : used) {
        doubts.add(
            "%s.input: '{{step:%s...}}' stays as it is, because there is no such step%s"
                .formatted(step.place(), name, Names.near(name, names)));
      }
    }
    return doubts;
  }

  private static void collect(@Nullable Object value, Set<String> used) {
    switch (value) {
      case String text -> {
        Matcher matcher = STEP.matcher(text);
        while (matcher.find()) {
          used.add(matcher.group(1).strip());
        }
      }
      case Map<?, ?> map -> map.values().forEach(item -> collect(item, used));
      case List<?> list -> list.forEach(item -> collect(item, used));
      case null, default -> {}
    }
  }
}
