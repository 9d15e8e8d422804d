package @package@;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.llmspell.core.ToolOutput;
import org.llmspell.core.context.ExecutionContext;

class WordCountTest {

  @Test
  void countsWords() {
    assertEquals(words(4), count("to be  or\nnot", false));
  }

  @Test
  void countsEqualWordsOnceWhenAsked() {
    assertEquals(words(2), count("be or be", true));
  }

  private static Object count(String input, boolean unique) {
    ToolOutput output =
        new WordCount().execute(new WordCount.Params(input, unique), ExecutionContext.create());
    return ((Map<?, ?>) output.data()).get("result");
  }

  private static Object words(long count) {
    return Map.of("words", count);
  }
}
