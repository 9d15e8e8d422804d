package org.llmspell.core.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.llmspell.core.error.ErrorKind.Category;
import org.llmspell.core.error.ErrorKind.Severity;

@Tag("unit")
class ErrorKindTest {

  @Test
  void thereAreFifteen() {
    assertThat(ErrorKind.class.getPermittedSubclasses()).hasSize(15);
  }

  @Test
  void aValidationErrorIsAWarningAboutLogicThatNoRetryHelps() {
    var kind = new ErrorKind.Validation("input");

    assertThat(kind.category()).isEqualTo(Category.LOGIC);
    assertThat(kind.severity()).isEqualTo(Severity.WARNING);
    assertThat(kind.retryDelayMillis()).isEmpty();
  }

  @Test
  void storageIsRetriedOnlyForReadWriteAndLock() {
    assertThat(new ErrorKind.Storage("lock").retryDelayMillis()).isEqualTo(OptionalLong.of(100));
    assertThat(new ErrorKind.Storage("delete").retryDelayMillis()).isEmpty();
    assertThat(new ErrorKind.Storage(null).retryDelayMillis()).isEmpty();
  }

  @Test
  void aTimeoutIsRetriedAfterTwiceItsLimit() {
    assertThat(new ErrorKind.Timeout(Duration.ofMillis(300)).retryDelayMillis())
        .isEqualTo(OptionalLong.of(600));
    assertThat(new ErrorKind.Timeout(null).retryDelayMillis()).isEqualTo(OptionalLong.of(5000));
  }

  @Test
  void theTextHasThePrefixOfItsKind() {
    assertThat(SpellException.validation("x", "Missing required parameter: x").text())
        .isEqualTo("Validation error: Missing required parameter: x");
    assertThat(SpellException.resourceLimit("memory", 10, 12).text())
        .isEqualTo("Resource limit exceeded: memory limit of 10 exceeded (used: 12)");
  }
}
