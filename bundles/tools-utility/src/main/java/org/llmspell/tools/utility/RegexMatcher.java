package org.llmspell.tools.utility;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.ToolOutput;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.security.SecurityLevel;
import org.llmspell.core.tool.Alias;
import org.llmspell.core.tool.Default;
import org.llmspell.core.tool.Doc;
import org.llmspell.core.tool.RecordTool;
import org.llmspell.core.tool.ToolSpec;
import org.osgi.service.component.annotations.Component;

/**
 * Regular expressions in linear time (RE2). Positions are bytes of UTF-8, from 0, the end not
 * included: the very positions that the substring operation of text-manipulator takes.
 */
@Component
@ToolSpec(
    name = "regex-matcher",
    description =
        "Matches, finds, replaces and splits text with regular expressions (RE2: linear time, no look-around, no back-references)",
    level = SecurityLevel.SAFE)
public final class RegexMatcher implements RecordTool<RegexMatcher.Params> {
  private static final int MAX_BYTES = 1 << 20;
  private static final List<String> OPERATIONS =
      List.of("match", "find_all", "test", "replace", "split");

  record Params(
      @Doc("the text") @Alias("text") String input,
      @Doc("the regular expression") @Alias("regex") String pattern,
      @Doc("match, find_all, test, replace or split") @Default("match") String operation,
      @Doc("replace: the new text, $1 or ${name} stand for groups") @Alias("replace_with")
          Optional<String> replacement,
      @Doc("upper and lower case are the same") @Alias("ignore_case") @Default("false")
          boolean caseInsensitive,
      @Doc("^ and $ match at each line") @Default("false") boolean multiline,
      @Doc(". matches line ends too") @Default("false") boolean dotAll,
      @Doc("the same as letters: i, m, s") Optional<String> flags) {

    boolean flag(char letter, boolean otherwise) {
      return otherwise || flags.orElse("").indexOf(letter) >= 0;
    }
  }

  @Override
  public ToolOutput execute(Params params, ExecutionContext context) {
    String operation = params.operation();
    if (!OPERATIONS.contains(operation)) {
      throw Choice.invalid("operation", operation, OPERATIONS);
    }
    String flags = params.flags().orElse("");
    if (!flags.matches("[ims]*")) {
      throw Choice.invalid("flags", flags, List.of("i", "m", "s"));
    }
    String input = Limits.text("input", params.input(), MAX_BYTES);
    var regex =
        SafeRegex.compile(
            params.pattern(),
            params.flag('i', params.caseInsensitive()),
            params.flag('m', params.multiline()),
            params.flag('s', params.dotAll()));
    var search = regex.search(input, context);
    return ToolOutput.success(operation, run(operation, search, params));
  }

  private static Map<String, @Nullable Object> run(
      String operation, RegexSearch search, Params params) {
    Map<String, @Nullable Object> result = new LinkedHashMap<>();
    if (operation.equals("test")) {
      result.put("matched", search.test());
      return result;
    }
    List<RegexSearch.Hit> hits = operation.equals("match") ? search.first() : search.all();
    result.put("matched", !hits.isEmpty());
    result.put("matches", hits.stream().map(search::describe).toList());
    result.put("count", hits.size());
    if (operation.equals("replace")) {
      String replacement = params.replacement().orElseThrow(() -> Choice.missing("replacement"));
      String text = search.replace(hits, replacement, MAX_BYTES * 10);
      result.put("result", text);
      result.put("output", text);
    }
    if (operation.equals("split")) {
      result.put("parts", search.split(hits));
    }
    return result;
  }
}
