package org.llmspell.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.llmspell.runtime.Fakes.answer;
import static org.llmspell.runtime.Fakes.entry;
import static org.llmspell.runtime.Fakes.info;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.llmspell.runtime.Fakes.FakeSource;
import org.llmspell.runtime.Fakes.FakeTool;

class SnapshotTest {

  @Test
  void hyphensAndUnderscoresAreTheSame() {
    ToolEntry entry = entry(1, "file_read-tool");
    var snapshot = Snapshot.of(List.of(entry), 1);

    assertThat(snapshot.find("file-read-tool")).containsExactly(entry);
    assertThat(snapshot.find("file_read_tool")).containsExactly(entry);
    assertThat(snapshot.find("file_read-tool")).containsExactly(entry);
    assertThat(snapshot.find("file read tool")).isEmpty();
  }

  @Test
  void findsByAliasInBothSpellings() {
    ToolEntry entry = entry(1, info("hash-calculator", "1.0.0", "quick_hash"), answer(1));
    var snapshot = Snapshot.of(List.of(entry), 1);

    assertThat(snapshot.find("quick-hash")).containsExactly(entry);
    assertThat(snapshot.find("quick_hash")).containsExactly(entry);
  }

  @Test
  void aNameGoesBeforeAnAlias() {
    ToolEntry named = entry(1, "hash");
    ToolEntry aliased = entry(2, info("a-hash", "9.0.0", "hash"), answer(1));

    assertThat(Snapshot.of(List.of(aliased, named), 1).find("hash")).containsExactly(named);
  }

  @Test
  void theHighestVersionComesFirstAndIsNotComparedAsText() {
    ToolEntry nine = entry(1, info("t", "1.9.0"), answer(9));
    ToolEntry ten = entry(2, info("t", "1.10.0"), answer(10));

    assertThat(Snapshot.of(List.of(nine, ten), 1).find("t")).containsExactly(ten, nine);
  }

  @Test
  void amongEqualVersionsTheHigherRankingComesFirst() {
    ToolEntry low = ranked(0);
    ToolEntry high = ranked(5);

    assertThat(Snapshot.of(List.of(low, high), 1).find("t")).containsExactly(high, low);
  }

  private static ToolEntry ranked(int ranking) {
    return new ToolEntry(
        info("t", "1.0.0"), new FakeSource(1, ranking, () -> new FakeTool("t", answer(ranking))));
  }

  @Test
  void listsInTheOrderOfNames() {
    var snapshot = Snapshot.of(List.of(entry(1, "c"), entry(1, "a"), entry(1, "b")), 1);

    assertThat(snapshot.byName().keySet()).containsExactly("a", "b", "c");
  }
}
