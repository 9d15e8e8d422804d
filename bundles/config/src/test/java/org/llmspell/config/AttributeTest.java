package org.llmspell.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.llmspell.config.Sections.Setting;

class AttributeTest {

  @Test
  void convertsToTheTypeThatIsDescribed() {
    assertThat(one("Long").convert(of(5L))).isEqualTo(5L);
    assertThat(one("Integer").convert(of(5L))).isEqualTo(5);
    assertThat(one("Short").convert(of(5L))).isEqualTo((short) 5);
    assertThat(one("Byte").convert(of(5L))).isEqualTo((byte) 5);
    assertThat(one("Double").convert(of(5L))).isEqualTo(5.0);
    assertThat(one("Float").convert(of(0.5))).isEqualTo(0.5f);
    assertThat(one("Character").convert(of("x"))).isEqualTo('x');
    assertThat(one("Boolean").convert(of(false))).isEqualTo(false);
    assertThat(one("Password").convert(of("s"))).isEqualTo("s");
    var list = new Attribute("a", Attribute.Type.INTEGER, true, "", "", List.of());
    assertThat(list.convert(of(List.of(1L, 2L)))).isEqualTo(new Integer[] {1, 2});
  }

  @ParameterizedTest
  @CsvSource({
    "Integer, 2147483648, a whole number",
    "Byte, 128, a whole number",
    "Long, 1, text",
  })
  void refusesANumberThatDoesNotFit(String type, long value, String wanted) {
    var attribute = one(type.equals("Long") ? "String" : type);

    assertThatThrownBy(() -> attribute.convert(of(value)))
        .hasMessage("Setting 'k' is '%d' but must be %s".formatted(value, wanted));
  }

  @Test
  void saysWhatIsAllowed() {
    var chosen =
        new Attribute("a", Attribute.Type.STRING, false, "", "", List.of("memory", "xodus"));
    assertThat(chosen.convert(of("xodus"))).isEqualTo("xodus");
    assertThatThrownBy(() -> chosen.convert(of("disk")))
        .hasMessage("Setting 'k' is 'disk' but must be one of memory, xodus");

    var bounded = new Attribute("a", Attribute.Type.LONG, false, "1", "9", List.of());
    assertThat(bounded.convert(of(9L))).isEqualTo(9L);
    assertThatThrownBy(() -> bounded.convert(of(0L)))
        .hasMessage("Setting 'k' is '0' but must be a whole number, at least 1, at most 9");
    assertThatThrownBy(() -> bounded.convert(of(10L))).hasMessageContaining("'10'");

    var list = new Attribute("a", Attribute.Type.STRING, true, "", "", List.of());
    assertThatThrownBy(() -> list.convert(of("a")))
        .hasMessage("Setting 'k' is 'a' but must be a list; each item text");
    assertThatThrownBy(() -> one("Boolean").convert(of("yes")))
        .hasMessage("Setting 'k' is 'yes' but must be true or false");
  }

  private static Attribute one(String type) {
    return new Attribute("a", Attribute.Type.named(type), false, "", "", List.of());
  }

  private static Setting of(Object value) {
    return new Setting("k", value);
  }
}
