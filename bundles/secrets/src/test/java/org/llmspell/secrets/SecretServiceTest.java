package org.llmspell.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.llmspell.core.error.ErrorKind;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.secret.Secret;
import org.llmspell.core.secret.SecretInfo;

class SecretServiceTest {
  private static final String KEY = "sk-0123456789abcdefghij";
  private static final int FEW = 10; // a test of the format, not of its strength

  @TempDir Path root;
  private Path folder = Path.of("");
  private Instant now = Instant.parse("2026-01-01T00:00:30Z");

  @BeforeEach
  void chooseFolder() {
    folder = root.resolve("secrets");
  }

  private SecretService service(Map<String, String> environment) {
    return new SecretService(folder, environment, FEW, () -> now);
  }

  private SecretService service() {
    return service(Map.of());
  }

  private static Secret secret(String text) {
    return new Secret(text.toCharArray());
  }

  private static String text(Optional<Secret> secret) {
    return secret.map(found -> found.use(String::new)).orElse("none");
  }

  private void add(String name, String key) {
    service().add(name, secret(key), Optional.empty());
  }

  @Test
  void keepsWhatAnotherProcessFinds() {
    add("OpenAI", KEY);

    assertThat(text(service().find("openai"))).isEqualTo(KEY);
    assertThat(service().find("anthropic")).isEmpty();
  }

  @Test
  void readsNothingAndMakesNothingUntilThereIsSomething() {
    assertThat(service().find("openai")).isEmpty();
    assertThat(service().list(Map.of())).isEmpty();
    assertThat(service().audit(9)).isEmpty();

    assertThat(folder).doesNotExist();
  }

  @Test
  void leavesNoTraceOfAKeyInAnyFile() throws IOException {
    add("openai", KEY);
    service().rotate("openai", secret(KEY + "-2"));
    service().find("openai").orElseThrow().close();

    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
            .as(file.toString())
            .doesNotContain("sk-0")
            .doesNotContain("ghij");
      }
    }
    assertThat(Files.readAllBytes(folder.resolve("keys.bin")))
        .asString(StandardCharsets.ISO_8859_1)
        .doesNotContain("openai");
  }

  @Test
  void givesRightsToTheOwnerOnly() throws IOException {
    add("openai", KEY);

    assertThat(rights(folder)).isEqualTo("rwx------");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(SecretServiceTest::rights)).isNotEmpty().containsOnly("rw-------");
    }
  }

  private static String rights(Path path) {
    try {
      return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"key", "keys.bin"})
  void refusesAFileOnWhichOthersHaveRights(String name) throws IOException {
    add("openai", KEY);
    Files.setPosixFilePermissions(
        folder.resolve(name), PosixFilePermissions.fromString("rw-r-----"));

    assertThatThrownBy(() -> service().find("openai"))
        .isInstanceOf(SpellException.class)
        .hasMessageContaining("chmod 600 '%s'".formatted(folder.resolve(name)));
  }

  @Test
  void refusesAFileThatWasChangedInAnyByte() throws IOException {
    add("openai", KEY);
    Path file = folder.resolve("keys.bin");
    byte[] good = Files.readAllBytes(file);

    for (int i = 0; i < good.length; i++) {
      byte[] bad = good.clone();
      bad[i] ^= 0x10;
      Files.write(file, bad);

      assertThatThrownBy(() -> service().find("openai"))
          .as("byte %d", i)
          .isInstanceOf(SpellException.class)
          .hasMessageContaining(file.toString());
    }
    for (int length = 0; length < good.length; length++) {
      Files.write(file, Arrays.copyOf(good, length));

      assertThatThrownBy(() -> service().find("openai")).isInstanceOf(SpellException.class);
    }
  }

  @Test
  void usesTheKeyFileOnlyWithoutAPassphrase() {
    var guarded = service(Map.of("LLMSPELL_KEY_PASSPHRASE", "open sesame"));
    guarded.add("openai", secret(KEY), Optional.empty());

    assertThat(folder.resolve("key")).doesNotExist();
    assertThat(text(service(Map.of("LLMSPELL_KEY_PASSPHRASE", "open sesame")).find("openai")))
        .isEqualTo(KEY);
    assertThatThrownBy(() -> service(Map.of("LLMSPELL_KEY_PASSPHRASE", "open")).find("openai"))
        .hasMessageContaining("the passphrase is another one")
        .extracting(e -> ((SpellException) e).kind())
        .isInstanceOf(ErrorKind.Security.class);
    assertThatThrownBy(() -> service().find("openai"))
        .hasMessageContaining("LLMSPELL_KEY_PASSPHRASE");
  }

  @Test
  void changesToAPassphraseWithTheNextChange() {
    add("a", KEY);
    var guarded = service(Map.of("LLMSPELL_KEY_PASSPHRASE", "open sesame"));
    assertThat(text(guarded.find("a"))).isEqualTo(KEY);

    guarded.add("b", secret(KEY), Optional.empty());

    assertThatThrownBy(() -> service().find("a")).hasMessageContaining("passphrase");
    assertThat(text(guarded.find("a"))).isEqualTo(KEY);
  }

  @ParameterizedTest
  @CsvSource({
    "LLMSPELL_API_KEY_MY_SERVICE, my-service",
    "LLMSPELL_PROVIDER_OPENAI_API_KEY, openai",
    "LLMSPELL_OPENAI_API_KEY, openai",
    "OPENAI_API_KEY, OpenAI",
    "REPLICATE_API_TOKEN, replicate",
  })
  void prefersTheEnvironment(String variable, String name) {
    add(name, "kept-" + KEY);

    assertThat(text(service(Map.of(variable, " " + KEY + "\n")).find(name))).isEqualTo(KEY);
    assertThat(text(service(Map.of(variable, " ")).find(name))).isEqualTo("kept-" + KEY);
  }

  @Test
  void prefersTheVariableThatIsNamed() {
    var environment = Map.of("MINE", "mine", "OPENAI_API_KEY", "usual");

    assertThat(text(service(environment).find("openai", Optional.of("MINE")))).isEqualTo("mine");
    assertThat(text(service(environment).find("openai", Optional.of("NONE")))).isEqualTo("usual");
  }

  @Test
  void doesNotGiveOutWhatHasExpired() {
    service().add("openai", secret(KEY), Optional.of(Duration.ofDays(1)));
    now = now.plus(Duration.ofDays(1)).minusSeconds(1);
    assertThat(service().find("openai")).isPresent();

    now = now.plusSeconds(1);
    assertThatThrownBy(() -> service().find("openai"))
        .hasMessage(
            "The key of 'openai' has expired on 2026-01-02T00:00:30Z; replace it with 'llmspell keys"
                + " rotate openai'");

    service().rotate("openai", secret(KEY));
    assertThat(service().find("openai")).isPresent();
  }

  @Test
  void addsOnceAndRotatesOrRemovesOnlyWhatIsThere() {
    assertThatThrownBy(() -> service().rotate("openai", secret(KEY)))
        .hasMessageContaining("keys add openai");
    assertThat(service().remove("openai")).isFalse();
    add("openai", KEY);
    assertThatThrownBy(() -> add("OPENAI", "other")).hasMessageContaining("keys rotate openai");
    assertThat(text(service().find("openai"))).isEqualTo(KEY);

    assertThat(service().remove("openai")).isTrue();

    assertThat(service().find("openai")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "../x", "a/b", "\u00e9", "a\tb", "a\nb"})
  void refusesNamesThatMakeNoSense(String name) {
    assertThatThrownBy(() -> add(name, KEY)).hasMessageContaining("name of a service");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a\nb", "a\u0000b", "\uD800"})
  void refusesKeysThatMakeNoSenseAndDoesNotRepeatThem(String key) {
    assertThatThrownBy(() -> add("openai", key)).hasMessageStartingWith("A key has 1 to");
  }

  @Test
  void refusesLifetimesThatMakeNoSense() {
    for (Duration lifetime : List.of(Duration.ZERO, Duration.ofDays(-1), Duration.ofDays(36_501))) {
      assertThatThrownBy(() -> service().add("openai", secret(KEY), Optional.of(lifetime)))
          .hasMessageContaining("expires");
    }
  }

  @Test
  void listsWithoutTheKeys() {
    service().add("kept", secret(KEY), Optional.of(Duration.ofDays(2)));
    service().find("kept").orElseThrow().close();

    List<SecretInfo> infos = service().list(Map.of("GROQ_API_KEY", KEY, "HOME", "/"));

    assertThat(infos).extracting(SecretInfo::service).containsExactly("groq", "kept");
    assertThat(infos).extracting(SecretInfo::origin).containsExactly("GROQ_API_KEY", "file");
    assertThat(infos).extracting(SecretInfo::masked).containsOnly("sk-\u2026ghij");
    assertThat(infos.getLast().expires()).contains(Instant.parse("2026-01-03T00:00:30Z"));
    assertThat(infos.getLast().lastUsed()).contains(Instant.parse("2026-01-01T00:00:00Z"));
    assertThat(infos.toString()).doesNotContain(KEY);
  }

  @Test
  void writesDownWhatWasDoneAndUsesOnceAnHour() {
    var one = service();
    one.add("a", secret(KEY), Optional.empty());
    for (int i = 0; i < 3; i++) {
      one.find("a").orElseThrow().close();
    }
    now = now.plus(Duration.ofHours(1));
    one.find("a").orElseThrow().close();
    one.rotate("a", secret(KEY));
    one.remove("a");
    one.remove("a");

    assertThat(service().audit(99))
        .extracting(entry -> entry.get("action") + " " + entry.get("outcome"))
        .containsExactly("remove none", "remove ok", "rotate ok", "use ok", "use ok", "add ok");
    assertThat(service().audit(1)).hasSize(1);
    assertThat(service().audit(99).toString()).doesNotContain(KEY);
  }

  @Test
  void losesNothingWhenManyAddAtOnce() throws Exception {
    var one = service();
    List<Future<?>> running = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 20; i++) {
        String name = "s" + i;
        running.add(threads.submit(() -> one.add(name, secret(KEY + name), Optional.empty())));
      }
      for (Future<?> each : running) {
        each.get();
      }
    }

    assertThat(service().list(Map.of())).hasSize(20);
    assertThat(text(service().find("s7"))).isEqualTo(KEY + "s7");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> String.valueOf(file.getFileName())))
          .containsExactlyInAnyOrder("key", "keys.bin", "lock", "audit.log");
    }
  }
}
