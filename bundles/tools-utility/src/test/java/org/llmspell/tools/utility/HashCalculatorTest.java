package org.llmspell.tools.utility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.llmspell.tools.utility.Calls.envelope;
import static org.llmspell.tools.utility.Calls.error;
import static org.llmspell.tools.utility.Calls.result;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.llmspell.core.security.SecurityLevel;

@Tag("tool")
@NullUnmarked
class HashCalculatorTest {
  private static final String SHA256 =
      "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

  private final HashCalculator tool = new HashCalculator(Calls.files());

  @TempDir Path dir;

  @Test
  void hashesTheSampleOfTheSpecification() {
    var envelope = envelope(tool, "operation", "hash", "input", "hello");

    assertThat(envelope.get("result"))
        .isEqualTo(Map.of("algorithm", "SHA-256", "hash", SHA256, "format", "hex"));
    assertThat(envelope).containsEntry("message", "Calculated SHA-256 hash");
    assertThat(tool.securityLevel()).isEqualTo(SecurityLevel.RESTRICTED);
  }

  @ParameterizedTest
  @CsvSource({
    "md5, MD5, 5d41402abc4b2a76b9719d911017c592",
    "sha1, SHA-1, aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d",
    "SHA-1, SHA-1, aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d",
    "sha-512, SHA-512, 9b71d224bd62f3785d96d46ad3ea3d73319bfbc2890caadae2dff72519673ca72323c3d99ba5c11d7c7acc6e14b8c5da0c4663475c2e5c3adef46f73bcdec043"
  })
  void knowsEachAlgorithmByBothNames(String given, String name, String hash) {
    assertThat(result(tool, "operation", "hash", "input", "hello", "algorithm", given))
        .containsEntry("algorithm", name)
        .containsEntry("hash", hash);
  }

  @Test
  void writesBase64OnRequest() {
    assertThat(
            result(
                tool,
                "operation",
                "hash",
                "input",
                "hello",
                "algorithm",
                "md5",
                "format",
                "base64"))
        .containsEntry("hash", "XUFAKrxLKna5cZ2REBfFkg==");
  }

  @Test
  void hashesAFileWithoutBeingToldThatItIsOne() throws Exception {
    Path file = Files.writeString(dir.resolve("a"), "hello");

    assertThat(result(tool, "operation", "hash", "file", file.toString()))
        .containsEntry("hash", SHA256);
    assertThat(
            result(
                tool,
                "operation",
                "hash",
                "input_type",
                "file",
                "input",
                "x",
                "file",
                file.toString()))
        .containsEntry("hash", SHA256);
  }

  @Test
  void verifies() {
    assertThat(envelope(tool, "operation", "verify", "input", "hello", "expected_hash", SHA256))
        .containsEntry("success", true)
        .containsEntry("result", Map.of("verified", true, "algorithm", "SHA-256"));
    var wrong = envelope(tool, "operation", "verify", "input", "hellO", "expected_hash", SHA256);
    assertThat(wrong).containsEntry("success", true);
    assertThat(wrong.get("result"))
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
        .containsEntry("verified", false)
        .containsEntry("expected", SHA256)
        .containsKey("actual");
  }

  @Test
  void saysWhatIsWrong() {
    assertThat(error(tool, "operation", "verify", "input", "a", "expected_hash", "xyz"))
        .startsWith("Validation error: Invalid hex string in expected_hash");
    assertThat(
            error(
                tool,
                "operation",
                "verify",
                "input",
                "a",
                "expected_hash",
                "*",
                "expected_format",
                "base64"))
        .startsWith("Validation error: Invalid base64 string in expected_hash");
    assertThat(error(tool, "operation", "sign", "input", "a"))
        .startsWith("Validation error: Invalid operation: 'sign'");
    assertThat(error(tool, "operation", "hash", "input", "a", "algorithm", "crc32"))
        .isEqualTo(
            "Validation error: Invalid algorithm: 'crc32'. Allowed values: md5, sha1, sha256, sha512");
    assertThat(error(tool, "operation", "hash"))
        .isEqualTo("Validation error: Missing required parameter 'input'");
    assertThat(error(tool, "operation", "hash", "input_type", "file"))
        .isEqualTo("Validation error: Missing required parameter 'file'");
    assertThat(error(tool, "operation", "verify", "input", "a"))
        .contains("Missing required parameter 'expected_hash'");
  }
}
