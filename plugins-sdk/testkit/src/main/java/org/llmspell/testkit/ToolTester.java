package org.llmspell.testkit;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.ToolOutput;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.tool.RecordBinding;
import org.llmspell.core.tool.RecordTool;
import org.llmspell.core.tool.Tool;
import org.llmspell.core.tool.ToolSchema;

/**
 * Calls a tool the way the platform does: parameters are checked against the schema and bound, the
 * answer must be made of plain values, and whatever the tool throws comes back as a {@link
 * SpellException}. Works with every test framework. As safe to share between threads as the tool.
 *
 * <pre>{@code
 * ToolOutput output = ToolTester.of(new WordCount()).call(Map.of("input", "one two"));
 * }</pre>
 */
public final class ToolTester {
  private final Tool tool;
  private final ToolSchema schema;

  private ToolTester(Tool tool, ToolSchema schema) {
    this.tool = tool;
    this.schema = schema;
  }

  /**
   * A tester for a tool.
   *
   * @throws AssertionError that lists all that the platform or its users would miss: a class that
   *     is not public, no {@code @ToolSpec}, a name that is not in kebab-case, a missing
   *     description, a record that has no schema, a parameter without a {@code @Doc}
   */
  public static ToolTester of(Tool tool) {
    List<String> problems = ToolCheck.problems(tool);
    if (!problems.isEmpty()) {
      throw new AssertionError(
          tool.getClass().getSimpleName() + " is not ready:\n- " + String.join("\n- ", problems));
    }
    return new ToolTester(tool, tool.schema());
  }

  /** The parameters of the tool. */
  public ToolSchema schema() {
    return schema;
  }

  /**
   * Calls the tool in a new context.
   *
   * @param parameters plain values by name
   * @throws SpellException as scripts would see it, when parameters do not fit or the tool fails
   * @throws AssertionError when the answer is null or not made of plain values
   */
  public ToolOutput call(Map<String, ? extends @Nullable Object> parameters) {
    return call(parameters, ExecutionContext.create());
  }

  /** Calls the tool in a context of one's own; see {@link #call(Map)}. */
  public ToolOutput call(
      Map<String, ? extends @Nullable Object> parameters, ExecutionContext context) {
    schema.validate(parameters);
    return checked(answer(parameters, context));
  }

  /**
   * Calls the tool and gives the error that it must end with.
   *
   * @throws AssertionError when the call succeeds
   */
  public SpellException failure(Map<String, ? extends @Nullable Object> parameters) {
    ToolOutput output;
    try {
      output = call(parameters);
    } catch (SpellException expected) {
      return expected;
    }
    throw new AssertionError(
        "The call with %s should fail but answered %s".formatted(parameters, output.text()));
  }

  private ToolOutput answer(
      Map<String, ? extends @Nullable Object> parameters, ExecutionContext context) {
    try {
      return tool instanceof RecordTool<?> recordTool
          ? execute(recordTool, parameters, context)
          : tool.call(Collections.unmodifiableMap(parameters), context);
    } catch (SpellException e) {
      throw e;
    } catch (RuntimeException e) {
      String reason = Optional.ofNullable(e.getMessage()).orElse(e.getClass().getSimpleName());
      throw SpellException.tool(schema.name(), reason, e);
    }
  }

  private static <P extends Record> ToolOutput execute(
      RecordTool<P> tool,
      Map<String, ? extends @Nullable Object> parameters,
      ExecutionContext context) {
    return tool.execute(RecordBinding.of(tool).bindValid(parameters), context);
  }

  private ToolOutput checked(@Nullable ToolOutput output) {
    if (output == null) {
      throw new AssertionError("Tool '%s' returned null".formatted(schema.name()));
    }
    PlainValues.problem(output.data(), "data")
        .or(() -> PlainValues.problem(output.metadata(), "metadata"))
        .ifPresent(problem -> {
          throw new AssertionError(
              "Tool '%s' must answer plain values: %s".formatted(schema.name(), problem));
        });
    return output;
  }
}
