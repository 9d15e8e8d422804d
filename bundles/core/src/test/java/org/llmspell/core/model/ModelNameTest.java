package org.llmspell.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.llmspell.core.error.ErrorKind;
import org.llmspell.core.error.SpellException;

@Tag("unit")
class ModelNameTest {

  @Test
  void splitsAtTheFirstSlash() {
    assertThat(ModelName.parse("together/meta-llama/Llama-3", "x"))
        .isEqualTo(new ModelName("together", "meta-llama/Llama-3"));
  }

  @Test
  void takesTheDefaultProviderWithoutASlash() {
    assertThat(ModelName.parse("gpt-4o", "openai")).hasToString("openai/gpt-4o");
  }

  @Test
  void refusesWhatIsNotComplete() {
    for (String text : new String[] {"", "  ", "/", "a/", "/b", " / "}) {
      assertThatThrownBy(() -> ModelName.parse(text, "openai"))
          .as("'%s'", text)
          .isInstanceOfSatisfying(
              SpellException.class,
              e -> assertThat(e.kind()).isInstanceOf(ErrorKind.Configuration.class))
          .hasMessageContaining("provider/model");
    }
  }

  @RepeatedTest(50)
  void readsWhatItHasWritten(RepetitionInfo repetition) {
    var random = new Random(repetition.getCurrentRepetition());
    var name = new ModelName(word(random, "abcxyz-09"), word(random, "abc/XYZ:._-09"));

    assertThat(ModelName.parse(name.toString(), "other")).isEqualTo(name);
  }

  private static String word(Random random, String letters) {
    var word = new StringBuilder();
    for (int i = 0, n = 1 + random.nextInt(12); i < n; i++) {
      word.append(letters.charAt(random.nextInt(letters.length())));
    }
    return word.toString();
  }
}
