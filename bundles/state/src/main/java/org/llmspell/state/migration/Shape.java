package org.llmspell.state.migration;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.state.migration.StateSchema;
import org.llmspell.core.state.migration.ValidationLevel;

/** Looks whether values are as a schema says. Safe to share between threads. */
final class Shape {
  private final Rule[] rules;
  private final ValidationLevel level;

  /** What a field must be. */
  private record Rule(FieldPath field, boolean required, String type, List<FieldRule> more) {}

  Shape(StateSchema schema, ValidationLevel level) {
    List<Rule> all = new ArrayList<>();
    schema
        .fields()
        .forEach((name, field) ->
            all.add(
                new Rule(
                    new FieldPath(name),
                    field.required(),
                    FieldTypes.canonical(field.type()),
                    field.validators().stream()
                        .map(rule -> FieldRule.parse(name, rule))
                        .toList())));
    this.rules = level == ValidationLevel.NONE ? new Rule[0] : all.toArray(new Rule[0]);
    this.level = level;
  }

  /** What is wrong with a value, at the level that is asked for; usually nothing. */
  List<Issue> check(Map<String, @Nullable Object> value) {
    List<Issue> issues = List.of();
    for (Rule rule : rules) {
      Object found = rule.field.get(value);
      if (found == FieldPath.ABSENT || found == null) {
        if (rule.required) {
          issues = plus(issues, missing(rule, found == null));
        }
      } else if (level != ValidationLevel.BASIC && !FieldTypes.fits(found, rule.type)) {
        issues = plus(issues, wrongType(rule, found));
      }
      if (level == ValidationLevel.PARANOID && !rule.more.isEmpty()) {
        issues = more(issues, rule, found);
      }
    }
    return issues;
  }

  private Issue missing(Rule rule, boolean isNull) {
    return new Issue(
        "required_fields",
        level == ValidationLevel.BASIC ? Issue.Severity.WARNING : Issue.Severity.CRITICAL,
        rule.field.text(),
        isNull
            ? "Field '%s' cannot be null".formatted(rule.field)
            : "Required field '%s' is missing".formatted(rule.field));
  }

  private static Issue wrongType(Rule rule, Object found) {
    return new Issue(
        "type_validation",
        Issue.Severity.ERROR,
        rule.field.text(),
        "Field '%s' expected type '%s', got '%s'"
            .formatted(rule.field, rule.type, FieldTypes.of(found)));
  }

  private static List<Issue> more(List<Issue> issues, Rule rule, @Nullable Object found) {
    List<Issue> all = issues;
    Object value = found == FieldPath.ABSENT ? null : found;
    for (FieldRule one : rule.more) {
      String problem = one.problem(rule.field.text(), value).orElse("");
      if (!problem.isEmpty()) {
        all =
            plus(
                all,
                new Issue("schema_conformance", Issue.Severity.ERROR, rule.field.text(), problem));
      }
    }
    return all;
  }

  private static List<Issue> plus(List<Issue> issues, Issue issue) {
    List<Issue> all = new ArrayList<>(issues);
    all.add(issue);
    return all;
  }
}
