package org.llmspell.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ActivationFailuresTest {

  @Test
  void takesTheInnermostCause() {
    assertThat(
            ActivationFailures.innermost(
                """
                java.lang.reflect.InvocationTargetException
                \tat a.B.c(B.java:1)
                Caused by: java.lang.IllegalStateException: outer
                \tat a.B.d(B.java:2)
                Caused by: java.io.FileNotFoundException: The file rules.txt is missing
                \t... 3 more
                """))
        .isEqualTo("The file rules.txt is missing");
  }

  @Test
  void keepsTheLastMessageWhenTheInnermostHasNone() {
    assertThat(
            ActivationFailures.innermost(
                """
                java.lang.IllegalStateException: the greeting is missing
                \tat a.B.c(B.java:1)
                Caused by: java.lang.NullPointerException
                \tat a.B.d(B.java:2)
                """))
        .isEqualTo("the greeting is missing");
  }

  @Test
  void hasAWordForATraceThatSaysNothing() {
    assertThat(ActivationFailures.innermost("")).isEqualTo("its component failed to activate");
  }
}
