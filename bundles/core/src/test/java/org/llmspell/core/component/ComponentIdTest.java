package org.llmspell.core.component;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class ComponentIdTest {

  @Test
  void isTheVersion5UuidOfTheNameInTheDnsNameSpace() {
    // The example of RFC 9562, appendix A.4.
    assertThat(ComponentId.fromName("www.example.com").toString())
        .isEqualTo("2ed6657d-e927-568b-95e1-2665a8aea6a2");
  }

  @Test
  void isDifferentEachTimeWhenRandom() {
    assertThat(ComponentId.random()).isNotEqualTo(ComponentId.random());
    assertThat(ComponentId.random().uuid().version()).isEqualTo(4);
  }
}
