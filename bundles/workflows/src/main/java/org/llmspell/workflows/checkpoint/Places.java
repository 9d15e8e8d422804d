package org.llmspell.workflows.checkpoint;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.llmspell.workflows.definition.Definition;
import org.llmspell.workflows.definition.Pattern.Branch;
import org.llmspell.workflows.definition.Pattern.Conditional;
import org.llmspell.workflows.definition.Pattern.Loop;
import org.llmspell.workflows.definition.Pattern.Parallel;
import org.llmspell.workflows.definition.Pattern.Sequential;
import org.llmspell.workflows.definition.Step;

/** Finds the steps of places such as {@code b1.s2}, and puts entries in the order of the steps. */
public final class Places implements Comparator<Entry> {
  private static final Pattern PLACE = Pattern.compile("(?:(b|i|default)(\\d*)\\.)?s(\\d+)");
  private static final Pattern NUMBER = Pattern.compile("\\d+");

  private final Definition definition;

  /** Of a workflow. */
  public Places(Definition definition) {
    this.definition = definition;
  }

  /** The step of a place; empty when it is one of a workflow that a step runs. */
  Optional<Step> step(String place) {
    var matcher = PLACE.matcher(place);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    int branch = number(matcher, 2);
    List<Step> steps =
        switch (definition.pattern()) {
          case Sequential(var list) -> list;
          case Loop loop -> loop.body();
          case Parallel parallel -> steps(parallel.branches(), branch);
          case Conditional conditional -> {
            Branch otherwise = conditional.otherwise();
            yield branch > 0 || otherwise == null
                ? steps(conditional.branches(), branch)
                : otherwise.steps();
          }
        };
    int index = number(matcher, 3) - 1;
    return index >= 0 && index < steps.size() ? Optional.of(steps.get(index)) : Optional.empty();
  }

  private static int number(MatchResult match, int group) {
    String digits = match.group(group);
    return digits == null || digits.isEmpty() || digits.length() > 9 ? 0 : Integer.parseInt(digits);
  }

  private static List<Step> steps(List<Branch> branches, int number) {
    return number >= 1 && number <= branches.size() ? branches.get(number - 1).steps() : List.of();
  }

  boolean isIdempotent(String place) {
    return step(place).map(Step::idempotent).orElse(false);
  }

  @Override
  public int compare(Entry a, Entry b) {
    List<Long> left = numbers(a.place());
    List<Long> right = numbers(b.place());
    for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
      int order = left.get(i).compareTo(right.get(i));
      if (order != 0) {
        return order;
      }
    }
    return left.size() == right.size()
        ? a.place().compareTo(b.place())
        : Integer.compare(left.size(), right.size());
  }

  private static List<Long> numbers(String place) {
    List<Long> numbers = new ArrayList<>();
    var matcher = NUMBER.matcher(place);
    while (matcher.find()) {
      String digits = matcher.group();
      numbers.add(digits.length() > 18 ? Long.MAX_VALUE : Long.parseLong(digits));
    }
    return numbers;
  }
}
