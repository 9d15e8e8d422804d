package org.llmspell.core.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.llmspell.core.error.ErrorKind.Category;
import org.llmspell.core.error.ErrorKind.Severity;

@Tag("unit")
class ErrorKindTest {

  @Test
  void thereAreFifteen() {
    assertThat(ErrorKind.class.getPermittedSubclasses()).hasSize(15);
  }

  static Stream<Arguments> theTable() {
    return Stream.of(
        row(new ErrorKind.Component(), "Component error", "LOGIC", "ERROR", -1),
        row(new ErrorKind.Configuration(), "Configuration error", "CONFIGURATION", "ERROR", -1),
        row(new ErrorKind.Provider("p"), "LLM provider error", "NETWORK", "ERROR", 2000),
        row(new ErrorKind.Script("lua", 1), "Script execution error", "EXTERNAL", "ERROR", -1),
        row(new ErrorKind.Tool("t"), "Tool execution error", "EXTERNAL", "ERROR", -1),
        row(new ErrorKind.Workflow("s"), "Workflow execution error", "EXTERNAL", "ERROR", -1),
        row(new ErrorKind.Storage("read"), "Storage error", "INTERNAL", "ERROR", 100),
        row(new ErrorKind.Security("v"), "Security violation", "SECURITY", "CRITICAL", -1),
        row(new ErrorKind.Validation("f"), "Validation error", "LOGIC", "WARNING", -1),
        row(new ErrorKind.Resource("r"), "Resource error", "RESOURCE", "ERROR", 500),
        row(new ErrorKind.Timeout(null), "Timeout error", "RESOURCE", "WARNING", 5000),
        row(new ErrorKind.Network(), "Network error", "NETWORK", "ERROR", 1000),
        row(new ErrorKind.RateLimit(null), "Rate limit error", "NETWORK", "ERROR", 1000),
        row(new ErrorKind.Internal(), "Internal error", "INTERNAL", "FATAL", -1),
        row(
            new ErrorKind.ResourceLimit("m", 1, 2),
            "Resource limit exceeded",
            "RESOURCE",
            "ERROR",
            -1));
  }

  private static Arguments row(
      ErrorKind kind, String prefix, String category, String severity, long delay) {
    return Arguments.of(kind, prefix, category, severity, delay);
  }

  @ParameterizedTest
  @MethodSource
  void theTable(ErrorKind kind, String prefix, Category category, Severity severity, long delay) {
    assertThat(new SpellException(kind, "why").text()).isEqualTo(prefix + ": why");
    assertThat(kind.category()).isEqualTo(category);
    assertThat(kind.severity()).isEqualTo(severity);
    assertThat(kind.retryDelayMillis().orElse(-1)).isEqualTo(delay);
  }

  @Test
  void aFailureOfInputOrOutputIsAStorageError() {
    assertThat(SpellException.io(new IOException("No space left")).text())
        .isEqualTo("Storage error: IO error: No space left");
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
