package org.llmspell.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.llmspell.core.ToolOutput;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.error.ErrorKind;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.tool.Default;
import org.llmspell.core.tool.Doc;
import org.llmspell.core.tool.RecordTool;
import org.llmspell.core.tool.ToolSpec;

public class ToolTesterTest {

  public record Params(@Doc("text") String input, @Doc("how often") @Default("1") int times) {}

  @ToolSpec(name = "repeater", description = "Repeats a text")
  public static final class Repeater implements RecordTool<Params> {
    @Override
    public ToolOutput execute(Params params, ExecutionContext context) {
      if (params.times() < 0) {
        throw new IllegalStateException("can not go back");
      }
      return ToolOutput.of(
          params.times() == 0 ? List.of(Instant.EPOCH) : params.input().repeat(params.times()));
    }
  }

  public record Undocumented(String input) {}

  @ToolSpec(name = "Bad_Name", description = " ", aliases = "also bad")
  static final class Unfinished implements RecordTool<Undocumented> {
    @Override
    public ToolOutput execute(Undocumented params, ExecutionContext context) {
      return ToolOutput.of(null);
    }
  }

  public record Strange(Instant when) {}

  @ToolSpec(name = "strange", description = "Takes what no script has")
  public static final class StrangeTool implements RecordTool<Strange> {
    @Override
    public ToolOutput execute(Strange params, ExecutionContext context) {
      return ToolOutput.of(null);
    }
  }

  @ToolSpec(name = "newcomer", description = "Has no version yet", version = "new")
  public static final class Newcomer implements RecordTool<Params> {
    @Override
    public ToolOutput execute(Params params, ExecutionContext context) {
      return ToolOutput.of(null);
    }
  }

  private final ToolTester repeater = ToolTester.of(new Repeater());

  @Test
  void callsTheToolWithItsDefaults() {
    assertThat(repeater.call(Map.of("input", "ab")).data()).isEqualTo("ab");
    assertThat(repeater.call(Map.of("input", "ab", "times", 2L)).data()).isEqualTo("abab");
  }

  @Test
  void refusesParametersAsThePlatformDoes() {
    SpellException failure = repeater.failure(Map.of("input", "ab", "time", 2L));

    assertThat(failure.kind()).isEqualTo(new ErrorKind.Validation("time"));
    assertThat(failure).hasMessageContaining("Known parameters: input, times");
  }

  @Test
  void reportsWhatTheToolThrowsAsAFailureOfTheTool() {
    SpellException failure = repeater.failure(Map.of("input", "ab", "times", -1L));

    assertThat(failure.kind()).isEqualTo(new ErrorKind.Tool("repeater"));
    assertThat(failure).hasMessage("can not go back").hasCauseInstanceOf(RuntimeException.class);
  }

  @Test
  void doesNotTakeASuccessForAFailure() {
    assertThatThrownBy(() -> repeater.failure(Map.of("input", "ab")))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("should fail but answered");
  }

  @Test
  void refusesAnswersThatCanNotLeaveThePlugin() {
    assertThatThrownBy(() -> repeater.call(Map.of("input", "ab", "times", 0L)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("data[0] is a Instant");
  }

  @Test
  void listsAllThatIsMissingInATool() {
    assertThatThrownBy(() -> ToolTester.of(new Unfinished()))
        .isInstanceOf(AssertionError.class)
        .hasMessageContainingAll(
            "Unfinished is not ready",
            "must be public",
            "name 'Bad_Name'",
            "alias 'also bad'",
            "description is empty",
            "parameter 'input' has no description");
  }

  @Test
  void saysWhichTypesAParameterMayHave() {
    assertThatThrownBy(() -> ToolTester.of(new StrangeTool()))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("A parameter can not be a Instant");
  }

  @Test
  void refusesAVersionThatIsNone() {
    assertThatThrownBy(() -> ToolTester.of(new Newcomer()))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("'new' is no version; write it as major.minor.patch");
  }
}
