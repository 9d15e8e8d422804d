package org.llmspell.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.llmspell.core.plugin.Permission;

class IndexTextTest {
  private static final Release ONE =
      new Release(
          "1.0.0", "a".repeat(64), 10, 77, Instant.parse("2026-01-02T03:04:05.678Z"), Set.of());
  private static final Release TWO =
      new Release(
          "2.0.0.rc1",
          "b".repeat(64),
          20,
          88,
          Instant.parse("2026-02-02T03:04:05Z"),
          Set.of(Permission.NETWORK, Permission.FILES));
  private static final Index INDEX =
      Index.EMPTY
          .with(new Entry("greeter", TWO, ONE, null))
          .with(new Entry("other", ONE, null, "it is\ta \n problem"));

  @Test
  void readsWhatItWrote() throws Exception {
    Index read = IndexText.read(IndexText.write(INDEX));

    assertThat(read.find("greeter")).isEqualTo(INDEX.find("greeter"));
    assertThat(read.find("other").orElseThrow().problem()).isEqualTo("it is a problem");
    assertThat(IndexText.read(IndexText.write(Index.EMPTY))).isEqualTo(Index.EMPTY);
  }

  @Test
  void noticesEveryByteThatIsMissing() {
    byte[] text = IndexText.write(INDEX);

    for (int length = 0; length < text.length; length++) {
      byte[] torn = Arrays.copyOf(text, length);
      assertThatThrownBy(() -> IndexText.read(torn))
          .as("the first %d bytes", length)
          .isInstanceOf(IndexText.DamagedException.class);
    }
  }

  @Test
  void noticesEveryByteThatIsChanged() {
    byte[] text = IndexText.write(INDEX);

    for (int at = 0; at < text.length; at++) {
      byte[] changed = text.clone();
      changed[at] ^= 1;
      assertThatThrownBy(() -> IndexText.read(changed))
          .as("byte %d", at)
          .isInstanceOf(IndexText.DamagedException.class);
    }
  }

  @Test
  void canBeReadByPeople() {
    assertThat(new String(IndexText.write(INDEX), StandardCharsets.UTF_8).lines())
        .hasSize(4)
        .anyMatch(line -> line.startsWith("greeter\t-\t2.0.0.rc1\tbbbb"));
  }
}
