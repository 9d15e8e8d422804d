package org.llmspell.testkit;

import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.llmspell.core.tool.Tool;
import org.llmspell.core.tool.ToolParameter;
import org.llmspell.core.tool.ToolSchema;
import org.llmspell.core.tool.ToolSpec;

/** What is missing in a tool class. */
final class ToolCheck {
  private static final Pattern KEBAB_CASE = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

  private final List<String> problems = new ArrayList<>();

  private ToolCheck() {}

  /** All problems, each as one sentence; empty when there are none. */
  static List<String> problems(Tool tool) {
    var check = new ToolCheck();
    check.checkClass(tool.getClass());
    ToolSpec spec = tool.getClass().getAnnotation(ToolSpec.class);
    if (spec == null) {
      check.problems.add("the class needs a @ToolSpec, or nobody finds the tool");
    } else {
      check.checkSpec(spec);
      check.checkSchema(tool);
    }
    return check.problems;
  }

  private void checkClass(Class<?> type) {
    if (!Modifier.isPublic(type.getModifiers())) {
      problems.add("the class must be public, or the container can not make it");
    }
  }

  private void checkSpec(ToolSpec spec) {
    checkName("name", spec.name());
    for (String alias : spec.aliases()) {
      checkName("alias", alias);
    }
    if (spec.description().isBlank()) {
      problems.add("the description is empty; say in one sentence what the tool does");
    }
    if (spec.category().isBlank()) {
      problems.add("the category is empty");
    }
  }

  private void checkName(String what, String name) {
    if (!KEBAB_CASE.matcher(name).matches()) {
      problems.add("%s '%s' must be in kebab-case, for example word-count".formatted(what, name));
    }
  }

  private void checkSchema(Tool tool) {
    ToolSchema schema;
    try {
      schema = tool.schema();
      schema.toJsonSchema();
    } catch (RuntimeException e) {
      problems.add("the tool can not be described: " + e.getMessage());
      return;
    }
    for (ToolParameter parameter : schema.parameters()) {
      if (parameter.description().isBlank()) {
        problems.add(
            "parameter '%s' has no description; add @Doc(\"...\")".formatted(parameter.name()));
      }
    }
  }
}
