package org.llmspell.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class CausesTest {

  @Test
  void takesTheMessage() {
    assertThat(Causes.of(new IOException("The disk is full"))).isEqualTo("The disk is full");
  }

  @Test
  void takesTheCausesMessageWhenThereIsNoneOfItsOwn() {
    assertThat(Causes.of(new RuntimeException(" ", new IOException("The disk is full"))))
        .isEqualTo("The disk is full");
  }

  @Test
  void aWrapperThatOnlyRepeatsItsCauseShowsNoClassName() {
    assertThat(Causes.of(new RuntimeException(new IOException("The disk is full"))))
        .isEqualTo("The disk is full");
  }

  @Test
  void saysInWordsWhatTheJdkSaysInCode() {
    assertThat(Causes.of(new NullPointerException("Cannot invoke \"String.length()\"")))
        .isEqualTo("it used a value that is missing");
    assertThat(Causes.of(new ClassCastException("class a.B cannot be cast to class c.D")))
        .isEqualTo("it used a value of the wrong type");
    assertThat(Causes.of(new StackOverflowError())).isEqualTo("it called itself too deeply");
    assertThat(Causes.of(new UnsupportedOperationException()))
        .isEqualTo("it does not support this");
    assertThat(Causes.of(new RuntimeException())).isEqualTo("it failed without a message");
  }

  @Test
  void doesNotTrustAnExceptionThatFailsItself() {
    var liar =
        new RuntimeException() {
          private static final long serialVersionUID = 1L;

          @Override
          public String getMessage() {
            throw new IllegalStateException();
          }
        };

    assertThat(Causes.of(liar)).isEqualTo("it failed without a message");
  }

  @Test
  void endsWithCausesThatGoInACircle() {
    var a = new RuntimeException();
    var b = new RuntimeException(a);
    a.initCause(b);

    assertThat(Causes.of(a)).isNotBlank();
  }
}
