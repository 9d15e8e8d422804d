package org.llmspell.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Version;

class VersionOrderTest {

  @Test
  void putsWhatComesBeforeAReleaseBelowIt() {
    List<String> rising =
        List.of(
            "0.9",
            "1.0.0.SNAPSHOT",
            "1.0.0",
            "1.0.0.v2026",
            "1.0.1.M1",
            "1.0.1.RC2",
            "1.0.1",
            "1.0.1.hotfix",
            "1.1.0",
            "2.0.0.beta",
            "2.0.0",
            "10.0.0");

    for (int i = 0; i < rising.size(); i++) {
      for (int j = 0; j < rising.size(); j++) {
        int order =
            VersionOrder.ORDER.compare(
                Version.parseVersion(rising.get(i)), Version.parseVersion(rising.get(j)));
        assertThat(Integer.signum(order))
            .as("%s and %s", rising.get(i), rising.get(j))
            .isEqualTo(Integer.compare(i, j));
      }
    }
  }
}
