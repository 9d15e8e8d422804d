package @package@;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.llmspell.core.ToolOutput;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.tool.Default;
import org.llmspell.core.tool.Doc;
import org.llmspell.core.tool.RecordTool;
import org.llmspell.core.tool.ToolSpec;
import org.osgi.service.component.annotations.Component;

/** Counts the words of a text. */
@Component
@ToolSpec(name = "@tool@", description = "Counts the words of a text", version = "1.0.0")
public final class WordCount implements RecordTool<WordCount.Params> {

  /** What a call may say; also the source of the tool's JSON Schema. */
  public record Params(
      @Doc("the text whose words are counted") String input,
      @Doc("whether equal words count once") @Default("false") boolean unique) {}

  @Override
  public ToolOutput execute(Params params, ExecutionContext context) {
    List<String> words =
        Stream.of(params.input().split("\\s+")).filter(word -> !word.isEmpty()).toList();
    long count = params.unique() ? words.stream().distinct().count() : words.size();
    return ToolOutput.success("count", Map.of("words", count));
  }
}
