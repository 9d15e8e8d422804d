package org.llmspell.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.llmspell.core.plugin.PluginReport;
import org.llmspell.core.plugin.PluginReport.SignatureState;

/** Jars that were signed with the tools of the JDK, and what can be done to them afterwards. */
@Tag("security")
class SignaturesTest {
  @TempDir static Path shared;
  private static Path signed;

  @TempDir Path folder;
  private Clock clock = Clock.systemUTC();

  @BeforeAll
  static void sign() throws Exception {
    key("ada");
    key("eve");
    signed = shared.resolve("signed.jar");
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put("a.txt", Jars.utf8("hello"));
    entries.put("b.txt", Jars.utf8("world"));
    Files.write(signed, Jars.jar(Jars.manifest(), entries));
    run("jarsigner", "-keystore", store(), "-storepass", "secret", signed.toString(), "ada");
  }

  private static String store() {
    return shared.resolve("keys.p12").toString();
  }

  private static void key(String name) throws Exception {
    run(
        "keytool",
        "-genkeypair",
        "-alias",
        name,
        "-keyalg",
        "EC",
        "-dname",
        "CN=" + name,
        "-validity",
        "365",
        "-keystore",
        store(),
        "-storepass",
        "secret");
    run(
        "keytool",
        "-exportcert",
        "-rfc",
        "-alias",
        name,
        "-keystore",
        store(),
        "-storepass",
        "secret",
        "-file",
        shared.resolve(name + ".pem").toString());
  }

  private static void run(String tool, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(arguments));
    command.addFirst(Path.of(System.getProperty("java.home"), "bin", tool).toString());
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
  }

  @BeforeEach
  void makeFolder() throws IOException {
    Files.createDirectories(folder.resolve("trusted"));
  }

  private void trust(String name) throws IOException {
    Files.copy(shared.resolve(name + ".pem"), folder.resolve("trusted/" + name + ".pem"));
  }

  private PluginReport verify(Path jar, SignaturePolicy policy) throws IOException {
    Path copy = folder.resolve("x.jar");
    Files.copy(jar, copy, StandardCopyOption.REPLACE_EXISTING);
    return Jars.verifier(folder, Jars.SMALL, policy, clock).verify(copy);
  }

  /** The signed jar with other entries: those of the map in place of its own, null for none. */
  private Path changed(Map<String, String> changes) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (var jar = new JarFile(signed.toFile())) {
      for (var entry : jar.stream().toList()) {
        entries.put(entry.getName(), jar.getInputStream(entry).readAllBytes());
      }
    }
    changes.forEach((name, text) -> {
      if (text.isEmpty()) {
        entries.remove(name);
      } else {
        entries.put(name, Jars.utf8(text));
      }
    });
    return Files.write(folder.resolve("changed.jar"), Jars.zip(entries));
  }

  @Test
  void areTrustedWhenTheirCertificateIs() throws IOException {
    trust("ada");

    PluginReport report = verify(signed, SignaturePolicy.REQUIRED);

    assertThat(report.refusals()).isEmpty();
    assertThat(report.notes()).isEmpty();
    assertThat(report.signature().state()).isEqualTo(SignatureState.TRUSTED);
    assertThat(report.signature().signer()).isEqualTo("CN=ada");
  }

  @Test
  void ofStrangersAreNotedOrRefused() throws IOException {
    trust("eve");
    String why =
        "it is signed by CN=ada, who is not trusted: its certificate is not among the trusted";

    assertThat(verify(signed, SignaturePolicy.WARN).notes()).containsExactly(why);
    assertThat(verify(signed, SignaturePolicy.OFF).notes()).isEmpty();
    assertThat(verify(signed, SignaturePolicy.REQUIRED).refusals())
        .containsExactly(
            why
                + ", but only plugins with a trusted signature are taken (setting"
                + " runtime.security.plugins.signatures)");
  }

  @Test
  void thatAreMissingAreNotedOrRefused() throws IOException {
    Path plain = Files.write(folder.resolve("plain.jar"), Jars.jar(Jars.manifest(), Map.of()));

    assertThat(verify(plain, SignaturePolicy.WARN).notes()).containsExactly("it is not signed");
    assertThat(verify(plain, SignaturePolicy.REQUIRED).refusals())
        .first()
        .asString()
        .startsWith("it is not signed, but only plugins with a trusted signature are taken");
  }

  @Test
  void areRefusedWhenTheContentIsAnother() throws IOException {
    trust("ada");

    for (SignaturePolicy policy : SignaturePolicy.values()) {
      assertThat(verify(changed(Map.of("a.txt", "hullo")), policy).refusals())
          .singleElement()
          .asString()
          .startsWith("it was changed after it was signed: ");
    }
    assertThat(verify(changed(Map.of("b.txt", "")), SignaturePolicy.OFF).refusals())
        .containsExactly("it was changed after it was signed: the signed entry 'b.txt' is missing");
  }

  @Test
  void areNotEnoughWhenSomethingWasAdded() throws IOException {
    trust("ada");
    Path more = changed(Map.of("c.txt", "more"));

    assertThat(verify(more, SignaturePolicy.WARN).notes())
        .containsExactly("it is signed by CN=ada only in part: entry 'c.txt' is not signed");
    assertThat(verify(more, SignaturePolicy.REQUIRED).refusals()).hasSize(1);
  }

  @Test
  void expire() throws IOException {
    trust("ada");
    for (Duration shift : List.of(Duration.ofDays(400), Duration.ofDays(-2))) {
      clock = Clock.fixed(Instant.now().plus(shift), ZoneOffset.UTC);

      PluginReport report = verify(signed, SignaturePolicy.REQUIRED);

      assertThat(report.signature().state()).isEqualTo(SignatureState.EXPIRED);
      assertThat(report.refusals()).first().asString().contains("has expired: its certificate");
      assertThat(verify(signed, SignaturePolicy.WARN).refusals()).isEmpty();
    }
  }

  @Test
  void needCertificatesThatCanBeRead() throws IOException {
    Files.writeString(folder.resolve("trusted/bad.pem"), "no certificate");

    assertThatThrownBy(() -> verify(signed, SignaturePolicy.WARN))
        .hasMessageContaining("bad.pem' is no X.509 certificate");
  }
}
