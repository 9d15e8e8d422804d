package org.llmspell.tools.utility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.llmspell.tools.utility.Calls.envelope;
import static org.llmspell.tools.utility.Calls.error;
import static org.llmspell.tools.utility.Calls.random;
import static org.llmspell.tools.utility.Calls.result;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("tool")
@NullUnmarked
class Base64EncoderTest {
  private final Base64Encoder tool = new Base64Encoder(Calls.files());

  @TempDir Path dir;

  @Test
  void encodesTheSampleOfTheSpecification() {
    assertThat(result(tool, "operation", "encode", "input", "Hello"))
        .isEqualTo(Map.of("output", "SGVsbG8=", "variant", "standard", "binary", false));
  }

  @Test
  void usesTheUrlSafeAlphabetOnRequest() {
    assertThat(result(tool, "operation", "encode", "input", "ûÿ¾", "variant", "url-safe"))
        .containsEntry("output", "w7vDv8K-");
    assertThat(result(tool, "operation", "decode", "input", "w7vDv8K-", "variant", "url_safe"))
        .containsEntry("output", "ûÿ¾")
        .containsEntry("binary", true);
  }

  @Test
  void showsBytesThatAreNoTextAsHexadecimal() {
    assertThat(result(tool, "operation", "encode", "input", "ff00fe", "binary_input", true))
        .containsEntry("output", "/wD+");
    assertThat(result(tool, "operation", "decode", "input", "/wD+"))
        .containsEntry("output", "ff00fe")
        .containsEntry("binary", true);
  }

  @Test
  void readsAndWritesFiles() throws Exception {
    Path in = Files.writeString(dir.resolve("in.txt"), "Hello");
    Path out = dir.resolve("out.txt");

    var envelope =
        envelope(
            tool,
            "operation",
            "encode",
            "input",
            "ignored",
            "input_file",
            in.toString(),
            "output_file",
            out.toString());

    assertThat(out).hasContent("SGVsbG8=");
    assertThat(envelope).doesNotContainKey("result");
    assertThat(envelope.get("metadata"))
        .isEqualTo(Map.of("variant", "standard", "file_path", out.toString(), "file_size", 8));
  }

  @Test
  void decodesTheInputWhenThereIsAFileToo() throws Exception {
    Path in = Files.writeString(dir.resolve("in.txt"), "SGVsbG8=\n");

    assertThat(
            result(tool, "operation", "decode", "input", "V29ybGQ=", "input_file", in.toString()))
        .containsEntry("output", "World");
    assertThat(result(tool, "operation", "decode", "input_file", in.toString()))
        .containsEntry("output", "Hello");
  }

  @Test
  void saysWhatIsWrong() {
    assertThat(error(tool, "operation", "encode"))
        .isEqualTo("Validation error: Either 'input' or 'input_file' must be provided");
    assertThat(error(tool, "operation", "encode", "input", "xy", "binary_input", true))
        .startsWith("Validation error: Failed to parse hex input: ");
    assertThat(error(tool, "operation", "decode", "input", "%%%"))
        .startsWith("Validation error: Base64 decode error: ");
    assertThat(error(tool, "operation", "zip", "input", "a"))
        .isEqualTo("Validation error: Invalid operation: 'zip'. Allowed values: encode, decode");
    assertThat(error(tool, "operation", "encode", "input_file", dir.resolve("no").toString()))
        .isEqualTo(
            "Storage error: Failed to read input file: %s: no such file or folder"
                .formatted(dir.resolve("no")));
    assertThat(error(tool, "operation", "encode", "input_file", dir.toString()))
        .startsWith("Storage error: Failed to read input file: ");
  }

  @Test
  void givesBackWhatItTook() {
    var random = random("base64");
    for (int i = 0; i < 500; i++) {
      String text = Calls.text(random, "aZ09 \n\t<äß漢😀\u0000", 40);
      String variant = random.nextBoolean() ? "standard" : "url-safe";
      Object encoded =
          result(tool, "operation", "encode", "input", text, "variant", variant).get("output");

      assertThat(result(tool, "operation", "decode", "input", encoded, "variant", variant))
          .containsEntry("output", text);
    }
  }
}
