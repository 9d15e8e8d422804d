package org.llmspell.core.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PermissionTest {

  @Test
  void readsWhatItWrites() {
    String all = Permission.names(List.of(Permission.values()));

    assertThat(Permission.parse(all)).containsExactly(Permission.values());
    assertThat(Permission.names(Set.of(Permission.THREADS, Permission.FILES)))
        .isEqualTo("files,threads");
    assertThat(Permission.parse(" Files ,,NETWORK"))
        .containsExactly(Permission.FILES, Permission.NETWORK);
    assertThat(Permission.parse("")).isEmpty();
  }

  @Test
  void listsTheNamesThatThereAre() {
    assertThatThrownBy(() -> Permission.of(" root "))
        .hasMessageContaining("There is no permission 'root'; there are: files, network, process,");
  }
}
