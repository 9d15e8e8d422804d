package org.llmspell.tools.utility;

import java.util.LinkedHashMap;
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

/** Changes texts. The options of an operation stand in {@code options} or beside it. */
@Component
@ToolSpec(
    name = "text-manipulator",
    description =
        "Changes text: case, replace, substring, split, join, trim, wrap, indent and more",
    level = SecurityLevel.SAFE)
public final class TextManipulator implements RecordTool<TextManipulator.Params> {
  static final int MAX_BYTES = 10 << 20;

  record Params(
      @Doc("the text") @Alias("text") String input,
      @Doc("what to do: " + TextOperations.NAMES) String operation,
      @Doc("options of the operation") Optional<Map<String, Object>> options,
      @Doc("replace: the text to find, literally") @Alias("pattern") Optional<String> from,
      @Doc("replace: the text to put there") @Alias("replacement") Optional<String> to,
      @Doc("substring: first byte, from 0") Optional<Long> start,
      @Doc("substring: byte after the last") Optional<Long> end,
      @Doc("split and join: what stands between the parts") Optional<String> delimiter,
      @Doc("truncate: longest result, in characters") Optional<Long> maxLength,
      @Doc("indent: spaces before each line") Optional<Long> spaces,
      @Doc("word_wrap: longest line, in characters") Optional<Long> width) {

    /** All options; those in the table go before those beside it. */
    TextOptions collected() {
      Map<String, @Nullable Object> all = new LinkedHashMap<>();
      from.ifPresent(value -> all.put("from", value));
      to.ifPresent(value -> all.put("to", value));
      start.ifPresent(value -> all.put("start", value));
      end.ifPresent(value -> all.put("end", value));
      delimiter.ifPresent(value -> all.put("delimiter", value));
      maxLength.ifPresent(value -> all.put("max_length", value));
      spaces.ifPresent(value -> all.put("spaces", value));
      width.ifPresent(value -> all.put("width", value));
      options.ifPresent(all::putAll);
      return new TextOptions(all);
    }
  }

  @Override
  public ToolOutput execute(Params params, ExecutionContext context) {
    String input = Limits.text("input", params.input(), MAX_BYTES);
    String text;
    try {
      text = TextOperations.apply(params.operation(), input, params.collected());
    } catch (IllegalArgumentException e) {
      throw SpellException.validation("input", String.valueOf(e.getMessage()));
    }
    long length = Limits.bytes(text);
    Limits.result(length, MAX_BYTES);
    Map<String, @Nullable Object> result = new LinkedHashMap<>();
    result.put("result", text);
    result.put("operation", params.operation());
    result.put("original_length", Limits.bytes(input));
    result.put("result_length", length);
    return ToolOutput.success(params.operation(), result);
  }
}
