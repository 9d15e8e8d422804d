package org.example.greeter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.llmspell.testkit.ToolTester;

class GreeterTest {

  private final ToolTester greeter = ToolTester.of(new Greeter());

  @Test
  void greetsAsBefore() {
    assertThat(greeter.call(Map.of("name", "Ada")).text()).contains("\"Hello, Ada!\"");
  }

  @Test
  void greetsInTheWordsOfTheCaller() {
    assertThat(greeter.call(Map.of("name", "Ada", "greeting", "Ciao")).text())
        .contains("\"Ciao, Ada!\"");
  }
}
