package org.llmspell.tools.utility;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.ToolOutput;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.security.SecurityLevel;
import org.llmspell.core.tool.Alias;
import org.llmspell.core.tool.Doc;
import org.llmspell.core.tool.RecordTool;
import org.llmspell.core.tool.ToolSpec;
import org.osgi.service.component.annotations.Component;

/** Checks a value against rules. A value that breaks them is a result, not an error. */
@Component
@ToolSpec(
    name = "data-validator",
    aliases = {"data_validation", "data_validation_tool"},
    description =
        "Validates data against rules: type, length, range, pattern, email, url, date and more",
    level = SecurityLevel.SAFE)
public final class DataValidator implements RecordTool<DataValidator.Params> {

  record Params(
      @Doc("the value to check") @Alias("data") Optional<Object> input,
      @Doc("a list of rules {type = ...}, or {rules = list}") Optional<Object> rules) {}

  @Override
  public ToolOutput execute(Params params, ExecutionContext context) {
    Object given =
        params
            .rules()
            .orElseThrow(() -> SpellException.validation("rules", "Missing 'rules' parameter"));
    List<Rule> rules = new RuleReader().rules(given);
    boolean required = rules.stream().anyMatch(rule -> rule instanceof Rule.Required);
    if (params.input().isEmpty() && !required) {
      throw SpellException.validation("input", "Missing 'input' parameter");
    }
    var validation = new Validation(context);
    validation.check("input", params.input().orElse(null), rules);
    List<Map<String, @Nullable Object>> errors = validation.errors();
    Map<String, @Nullable Object> result = new LinkedHashMap<>();
    result.put("valid", errors.isEmpty());
    result.put("errors", errors);
    Map<String, @Nullable Object> metadata = new LinkedHashMap<>();
    metadata.put("rule_count", rules.size());
    metadata.put("error_count", errors.size());
    String message = errors.isEmpty() ? "Data validation passed" : "Data validation failed";
    return ToolOutput.success("validate_data", message, result).with("metadata", metadata);
  }
}
