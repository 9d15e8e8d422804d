package org.example.greeter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.llmspell.testkit.ToolTester;

class GreeterTest {

  private final ToolTester greeter = ToolTester.of(new Greeter());

  @Test
  void greetsByName() {
    assertThat(greeter.call(Map.of("name", "Ada")).text()).contains("\"Hello, Ada!\"");
  }

  @Test
  void asksForTheName() {
    assertThat(greeter.failure(Map.of())).hasMessage("Missing required parameter: name");
  }
}
