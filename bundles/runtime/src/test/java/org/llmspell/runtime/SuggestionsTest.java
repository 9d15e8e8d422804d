package org.llmspell.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.llmspell.runtime.Fakes.entry;

import java.util.List;
import org.junit.jupiter.api.Test;

class SuggestionsTest {
  private final Snapshot snapshot =
      Snapshot.of(
          List.of(entry(1, "calculator"), entry(1, "file_reader"), entry(1, "file-leader")), 1);

  @Test
  void namesTheClosestFirst() {
    assertThat(Suggestions.notFound("file-readr", snapshot))
        .isEqualTo("Tool 'file-readr' not found; did you mean file_reader, file-leader?");
  }

  @Test
  void namesNothingWhenNothingIsClose() {
    assertThat(Suggestions.notFound("telescope", snapshot)).isEqualTo("Tool 'telescope' not found");
  }

  @Test
  void cutsOffANameThatIsAbsurdlyLong() {
    assertThat(Suggestions.notFound("x".repeat(10_000_000), snapshot)).hasSizeLessThan(200);
  }
}
