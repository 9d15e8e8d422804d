package org.llmspell.state.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.llmspell.core.state.ScopeType;
import org.llmspell.core.state.StateScope;

class KeysTest {

  @Test
  void takesEveryKeyApartAgainAndMakesNoTwoAlike() {
    var random = new SplittableRandom(3);
    List<String> parts = List.of("a", ":", "%", "%3A", "%25", "3A", "b:c", "global", "ü");
    List<ScopeType> types = List.of(ScopeType.values());
    Set<String> made = new HashSet<>();
    Set<Keys.Scoped> entries = new HashSet<>();

    for (int i = 0; i < 3_000; i++) {
      ScopeType type = types.get(random.nextInt(types.size()));
      String id = type == ScopeType.GLOBAL ? "" : text(random, parts, 1);
      var entry = new Keys.Scoped(new StateScope(type, id), text(random, parts, 1));
      byte[] key = Keys.state(entry.scope(), entry.key());

      assertThat(Keys.parse(key)).contains(entry);
      assertThat(Keys.text(key)).startsWith(Keys.text(Keys.scope(entry.scope())));
      assertThat(made.add(Keys.text(key))).isEqualTo(entries.add(entry));
    }
  }

  private static String text(SplittableRandom random, List<String> parts, int min) {
    var text = new StringBuilder();
    for (int i = random.nextInt(min, 4); i > 0; i--) {
      text.append(parts.get(random.nextInt(parts.size())));
    }
    return text.toString();
  }

  @Test
  void takesNothingElseForAnEntry() {
    for (String text :
        List.of(
            "",
            "state:",
            "state:agent",
            "state:agent:x",
            "state:global:x:k",
            "state:agent::k",
            "state:odd:x:k",
            "agent_state:x",
            "meta:task:x")) {
      assertThat(Keys.parse(Keys.of(text, ""))).as(text).isEmpty();
    }
  }
}
