package org.llmspell.tools.utility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.llmspell.tools.utility.Calls.call;
import static org.llmspell.tools.utility.Calls.envelope;
import static org.llmspell.tools.utility.Calls.error;
import static org.llmspell.tools.utility.Calls.result;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("tool")
@NullUnmarked
class UuidGeneratorTest {
  private static final String HEX =
      "[0-9a-f]{8}-[0-9a-f]{4}-%s[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";

  private final UuidGenerator tool =
      new UuidGenerator(Clock.fixed(Instant.ofEpochSecond(1_700_000_000), ZoneOffset.UTC));

  @Test
  void givesARandomUuidWhenAskedForNothing() {
    assertThat(result(tool))
        .hasEntrySatisfying("uuid", uuid -> assertThat((String) uuid).matches(HEX.formatted(4)))
        .containsEntry("version", "v4")
        .containsEntry("format", "hyphenated");
  }

  @ParameterizedTest
  @ValueSource(strings = {"v1", "v6", "v7", "1", "7"})
  void givesTheTimeBasedVersionsForReal(String version) {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 200; i++) {
      String uuid = (String) result(tool, "version", version).get("uuid");
      assertThat(uuid).matches(HEX.formatted(version.replace("v", "")));
      assertThat(seen.add(uuid)).isTrue();
    }
  }

  @Test
  void takesTheVersionAsANumber() {
    assertThat(result(tool, "version", 7L)).containsEntry("version", "v7");
  }

  @ParameterizedTest
  @CsvSource({
    // known vectors: RFC 9562 appendix A.4, and Python's uuid.uuid5
    "dns, www.example.com, 2ed6657d-e927-568b-95e1-2665a8aea6a2",
    "dns, python.org, 886313e1-3b8a-5372-9b90-0c9aee199e5d",
    "6ba7b810-9dad-11d1-80b4-00c04fd430c8, python.org, 886313e1-3b8a-5372-9b90-0c9aee199e5d"
  })
  void namesGiveTheKnownUuids(String namespace, String name, String uuid) {
    assertThat(
            result(
                tool,
                "operation",
                "generate",
                "version",
                "v5",
                "namespace",
                namespace,
                "name",
                name))
        .containsEntry("uuid", uuid);
  }

  @Test
  void writesEachNotation() {
    var uuid = "886313e1-3b8a-5372-9b90-0c9aee199e5d";
    assertThat(named("standard")).isEqualTo(uuid);
    assertThat(named("simple")).isEqualTo(uuid.replace("-", ""));
    assertThat(named("urn")).isEqualTo("urn:uuid:" + uuid);
    assertThat(named("braced")).isEqualTo("{" + uuid + "}");
  }

  private Object named(String format) {
    return result(tool, "version", "v5", "name", "python.org", "format", format).get("uuid");
  }

  @Test
  void makesComponentIds() {
    assertThat((String) result(tool, "operation", "component_id").get("id"))
        .matches("component_" + HEX.formatted(4));
    assertThat(
            (String)
                result(tool, "operation", "component_id", "prefix", "agent", "short", true)
                    .get("id"))
        .matches("agent_[0-9a-f]{8}");
  }

  @Test
  void makesTheSameIdForTheSameName() {
    var first = result(tool, "operation", "deterministic", "name", "x");
    var again = result(tool, "operation", "deterministic", "name", "x", "namespace", "elsewhere");
    var other = result(tool, "operation", "deterministic", "name", "x", "namespace", "tool");

    assertThat(first).isEqualTo(again).containsEntry("namespace", "agent");
    assertThat(other.get("id")).isNotEqualTo(first.get("id"));
    assertThat(UUID.fromString((String) first.get("id")).version()).isEqualTo(5);
  }

  @Test
  void joinsThePartsOfACustomId() {
    assertThat(
            (String)
                result(
                        tool,
                        "operation",
                        "custom",
                        "prefix",
                        "a",
                        "suffix",
                        "z",
                        "timestamp",
                        true,
                        "short",
                        true)
                    .get("id"))
        .matches("a_1700000000_[0-9a-f]{8}_z");
  }

  @Test
  void validatesInAllNotations() {
    var uuid = "886313e1-3b8a-5372-9b90-0c9aee199e5d";
    for (String text :
        new String[] {uuid, uuid.replace("-", ""), "{" + uuid + "}", "urn:uuid:" + uuid}) {
      assertThat(envelope(tool, "operation", "validate", "uuid", text))
          .containsEntry("valid", true)
          .containsEntry("uuid", uuid)
          .containsEntry("version", "v5")
          .containsEntry("variant", "RFC4122")
          .containsEntry("success", true)
          .containsEntry("operation", "validate");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "886313e1-3b8a-5372-9b90-0c9aee199e5",
        "886313e1-3b8a53729b900c9aee199e5d",
        "1-1-1-1-1"
      })
  void saysThatSomethingIsNoUuid(String text) {
    assertThat(envelope(tool, "operation", "validate", "uuid", text))
        .containsEntry("valid", false)
        .containsEntry("error", "Invalid UUID format");
    assertThat(call(tool, "operation", "validate", "uuid", text).text())
        .contains("\"valid\": false");
  }

  @Test
  void saysWhatIsWrong() {
    assertThat(error(tool, "version", "v5"))
        .isEqualTo("Validation error: UUID v5 requires a name parameter");
    assertThat(error(tool, "version", "v5", "name", "x", "namespace", "nowhere"))
        .startsWith("Validation error: Invalid namespace UUID: 'nowhere'");
    assertThat(error(tool, "version", "v2")).contains("Invalid version: 'v2'");
    assertThat(error(tool, "format", "base32")).contains("Invalid format: 'base32'");
    assertThat(error(tool, "operation", "guess")).contains("Invalid operation: 'guess'");
  }
}
