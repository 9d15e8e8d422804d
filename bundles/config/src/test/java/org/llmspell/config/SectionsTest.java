package org.llmspell.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.llmspell.config.Sections.Section;
import org.llmspell.config.Sections.Setting;
import org.llmspell.core.config.Settings;
import org.osgi.framework.Bundle;

class SectionsTest {

  @Test
  void giveASectionToOnePidAndItsOwnSectionsToOthers() {
    var sections =
        of(
            Map.of(
                "events",
                Map.of(
                    "buffer_size", 5L,
                    "filtering", Map.of("include_types", List.of("a")),
                    "export", Map.of("file", "x"))));

    assertThat(sections).containsOnlyKeys("org.llmspell.events", "org.llmspell.events.export");
    assertThat(sections.get("org.llmspell.events"))
        .isEqualTo(
            new Section(
                true,
                Map.of(
                    "buffer_size", new Setting("events.buffer_size", 5L),
                    "filtering.include_types",
                        new Setting("events.filtering.include_types", List.of("a")))));
    assertThat(sections.get("org.llmspell.events.export"))
        .isEqualTo(new Section(true, Map.of("file", new Setting("events.export.file", "x"))));
  }

  @ParameterizedTest
  @CsvSource({
    "hooks, org.llmspell.hooks",
    "hooks.tools, org.llmspell.hooks.tools",
    "hooks.system, org.llmspell.hooks.system",
    "events.persistence, org.llmspell.events.store",
    "events.correlation, org.llmspell.events.correlation",
    "runtime.state_persistence, org.llmspell.state",
    "runtime.sessions, org.llmspell.sessions",
  })
  void knowsThePidsOfOurBundles(String section, String pid) {
    Map<String, @Nullable Object> tree = Tree.create();
    Tree.set(tree, KeyPath.parse(section + ".backup.backup_dir"), "/b");

    assertThat(of(tree).get(pid))
        .isEqualTo(
            new Section(
                true,
                Map.of("backup.backup_dir", new Setting(section + ".backup.backup_dir", "/b"))));
  }

  @Test
  void givesSecurityItsRulesAndThoseOfToolsAsTheyStand() {
    var sections =
        of(
            Map.of(
                "runtime", Map.of("security", Map.of("allow_file_access", true)),
                "tools", Map.of("network", Map.of("allow_local_hosts", List.of("a")))));

    assertThat(sections)
        .isEqualTo(
            Map.of(
                "org.llmspell.security",
                new Section(
                    false,
                    Map.of(
                        "allow_file_access",
                        new Setting("runtime.security.allow_file_access", true),
                        "tools.network.allow_local_hosts",
                        new Setting("tools.network.allow_local_hosts", List.of("a"))))));
  }

  @Test
  void takesThePidOfAThirdPartyAsItStands() {
    var sections = of(Map.of("bundles", Map.of("org.example.a_b", Map.of("max_x", 1L))));

    assertThat(sections)
        .isEqualTo(
            Map.of(
                "org.example.a_b",
                new Section(
                    false, Map.of("max_x", new Setting("bundles.\"org.example.a_b\".max_x", 1L)))));
  }

  @Test
  void refusesASecondPlaceForOneSetting() {
    assertThatThrownBy(() ->
            of(
                Map.of(
                    "hooks", Map.of("enabled", true),
                    "bundles", Map.of("org.llmspell.hooks", Map.of("enabled", false)))))
        .hasMessageContaining("bundles.\"org.llmspell.hooks\"");
  }

  @Test
  void refusesAValueWhereASectionBelongs() {
    assertThatThrownBy(() -> of(Map.of("hooks", true)))
        .hasMessage("Setting 'hooks' is 'true' but must be a section");
    assertThatThrownBy(() -> of(Map.of("bundles", Map.of("x", 1L))))
        .hasMessage("Setting 'bundles.\"x\"' is '1' but must be a section");
  }

  @Test
  void giveListsOfOneTypeAsArrays() {
    var configuration =
        Configurations.of(
            new Settings(
                Map.of(
                    "bundles",
                    Map.of("p", Map.of("n", List.of(1L, 2L), "none", List.of(), "d", 0.5)))),
            new Bundle[0],
            Sections.NOWHERE);

    assertThat(configuration.get("p"))
        .containsEntry("n", new Long[] {1L, 2L})
        .containsEntry("none", new String[0])
        .containsEntry("d", 0.5);
  }

  @Test
  void refusesAListOfSeveralTypes() {
    var settings = new Settings(Map.of("bundles", Map.of("p", Map.of("n", List.of(1L, "two")))));

    assertThatThrownBy(() -> Configurations.of(settings, new Bundle[0], Sections.NOWHERE))
        .hasMessage(
            "Setting 'bundles.\"p\".n' is '[1, two]' but must be text, a number, true or false, or a"
                + " list of one of these");
  }

  private static Map<String, Section> of(Map<String, @Nullable Object> values) {
    return Sections.of(new Settings(values), Sections.NOWHERE);
  }
}
