package org.llmspell.security.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.error.ErrorKind;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.security.guard.FileAction;
import org.llmspell.core.security.guard.FileEntry;
import org.llmspell.core.security.guard.GuardedFiles;
import org.llmspell.security.policy.Decisions;
import org.llmspell.security.policy.Policies;
import org.llmspell.security.policy.PolicyService;
import org.llmspell.security.policy.RunPolicy;

class FileGuardTest {
  private static final String PATHS = "tools.file_operations.allowed_paths";

  @TempDir Path dir;
  private Path open;
  private Path secret;
  private final Policies.Recorded audit = new Policies.Recorded();

  @BeforeEach
  void makeFolders() throws IOException {
    dir = dir.toRealPath();
    open = Files.createDirectory(dir.resolve("open"));
    secret = Files.createDirectory(dir.resolve("secret"));
    Files.writeString(secret.resolve("key"), "s3cret");
    Files.writeString(open.resolve("a.txt"), "hello");
  }

  private GuardedFiles files(Object... settings) {
    return filesBy(true, settings);
  }

  private GuardedFiles filesBy(boolean secure, Object... settings) {
    PolicyService policies = Policies.container(dir);
    Object[] all = settings.length > 0 ? settings : new Object[] {PATHS, List.of(open.toString())};
    ExecutionContext context = Policies.run(policies, dir, Map.of("HOME", dir.toString()), all);
    RunPolicy policy = policies.of(context);
    return new PolicyFiles(
        new Locator(policy, new Decisions(policy, context, audit)),
        policy.use(),
        new Folders(secure));
  }

  private static String text(GuardedFiles files, String path) throws IOException {
    return new String(files.readBytes(path, 1000), UTF_8);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void doesEveryOperationInsideOfWhatIsAllowed(boolean secure) throws IOException {
    GuardedFiles files = filesBy(secure);

    files.createFolders("open/x/y");
    files.write("open/x/y/b", out -> out.write("one".getBytes(UTF_8)));
    try (OutputStream out = files.append("open/x/y/b")) {
      out.write("+two".getBytes(UTF_8));
    }
    files.copy("open/x/y/b", "open/c", false);
    files.move("open/c", "open/x/d", false);
    List<String> walked = new ArrayList<>();
    files.walk("open", 9, entry -> walked.add(entry.name()));

    assertThat(text(files, "open/x/d")).isEqualTo("one+two");
    assertThat(walked).containsExactly("a.txt", "x", "d", "y", "b");
    assertThat(files.list("open")).extracting(FileEntry::name).containsExactly("a.txt", "x");
    assertThat(files.entry("open/x")).get().matches(FileEntry::isFolder);
    assertThat(files.entry("open/none")).isEmpty();
    files.delete("open/x", true);
    assertThat(open.resolve("x")).doesNotExist();
  }

  @Test
  void comparesFoldersNameByName() throws IOException {
    Path twin = Files.createDirectory(dir.resolve("openfoo"));
    Files.writeString(twin.resolve("f"), "x");

    assertThatThrownBy(() -> text(files(), "openfoo/f"))
        .isInstanceOf(SpellException.class)
        .hasMessageContaining(
            "File access violation: read on 'openfoo/f' - Path not in allowed list")
        .hasMessageContaining(PATHS);
    assertThat(audit.entries).singleElement().matches(entry -> !entry.allowed());
  }

  @Test
  void followsALinkInsideAndRefusesOneThatLeadsOut() throws IOException {
    Files.createSymbolicLink(open.resolve("in"), open.resolve("a.txt"));
    Files.createSymbolicLink(open.resolve("out"), secret);
    Files.createSymbolicLink(open.resolve("new"), secret.resolve("made"));
    GuardedFiles files = files();

    assertThat(text(files, "open/in")).isEqualTo("hello");
    assertThatThrownBy(() -> text(files, "open/out/key")).hasMessageContaining("violation");
    assertThatThrownBy(() -> files.write("open/new", out -> out.write(1)))
        .hasMessageContaining("violation");
    assertThatThrownBy(() -> files.createFolders("open/out/z")).hasMessageContaining("violation");
    files.delete("open/out", false);
    assertThat(secret.resolve("key")).exists();
    assertThat(secret.resolve("made")).doesNotExist();
  }

  @Test
  void deletesALinkAndNotWhatItPointsToWhenAFolderIsDeleted() throws IOException {
    Files.createDirectory(open.resolve("f"));
    Files.createSymbolicLink(open.resolve("f/out"), secret);

    files().delete("open/f", true);

    assertThat(open.resolve("f")).doesNotExist();
    assertThat(secret.resolve("key")).exists();
  }

  @Test
  void saysTheSameOfWhatExistsOutsideAndWhatDoesNot() {
    String there = message("secret/key").replace("key", "?");
    String missing = message("secret/no!").replace("no!", "?");

    assertThat(there).isEqualTo(missing);
  }

  private String message(String path) {
    try {
      files().entry(path);
      return "allowed";
    } catch (SpellException | IOException e) {
      return String.valueOf(e.getMessage());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"open/%2e%2e/secret/key", "open/..%2f..%2fetc", "open/%252e%252e/x"})
  void refusesEncodedTraversal(String path) {
    assertThatThrownBy(() -> files().entry(path)).hasMessageContaining("dangerous pattern");
  }

  @Test
  void refusesMoreDotsThanThereAreFoldersAndTakesOthersOut() throws IOException {
    assertThat(text(files(), "open/x/../a.txt")).isEqualTo("hello");
    assertThatThrownBy(() -> files().entry("../".repeat(60) + "etc/passwd"))
        .hasMessageContaining("Path traversal detected: cannot go above root");
    assertThatThrownBy(() -> files().entry("a\0b"))
        .isInstanceOfSatisfying(
            SpellException.class,
            e -> assertThat(e.kind()).isInstanceOf(ErrorKind.Validation.class));
  }

  @Test
  void knowsGlobsAndDeniedPaths() throws IOException {
    Files.writeString(open.resolve("t.csv"), "1");
    Files.createDirectories(open.resolve("p/private"));
    Files.writeString(open.resolve("p/private/x.csv"), "2");
    GuardedFiles files =
        files(
            PATHS,
            List.of(open + "/**.csv"),
            "tools.file_operations.denied_paths",
            List.of(open + "/p/private"));

    assertThat(text(files, "open/t.csv")).isEqualTo("1");
    assertThat(files.isAllowed("open/p/y.csv", FileAction.WRITE)).isTrue();
    assertThat(files.isAllowed("open/a.txt", FileAction.READ)).isFalse();
    assertThat(files.isAllowed("open/p/private/x.csv", FileAction.READ)).isFalse();
  }

  @Test
  void movesNoFolderAwayThatHasSomethingDeniedInIt() throws IOException {
    Files.createDirectories(open.resolve("p/private"));
    GuardedFiles files =
        files(
            PATHS,
            List.of(open.toString()),
            "tools.file_operations.denied_paths",
            List.of(open + "/p/private"));

    assertThatThrownBy(() -> files.move("open/p", "open/q", false))
        .hasMessageContaining("denied list");
    assertThatThrownBy(() -> files.delete("open/p", true)).hasMessageContaining("denied list");
    assertThat(files.list("open/p")).isEmpty();
  }

  @Test
  void keepsToolsOutOfTheDataFolder() throws IOException {
    Path home = Files.createDirectory(dir.resolve("home"));
    Files.createDirectory(home.resolve("plugins"));
    var policies =
        new PolicyService(dir, Map.of(), Optional.of(home), Policies.settings(PATHS, List.of("*")));
    var files = new FileGuardService(policies, audit).in(ExecutionContext.create());

    assertThatThrownBy(() -> files.write(home + "/plugins/evil.jar", out -> out.write(1)))
        .hasMessageContaining("denied list");
    assertThatThrownBy(() -> files.entry(home + "/audit/security.log"))
        .hasMessageContaining("denied list");
  }

  @Test
  void writesAllOrNothingAndKeepsTheRights() throws IOException {
    Files.setPosixFilePermissions(
        open.resolve("a.txt"), PosixFilePermissions.fromString("rw-------"));
    GuardedFiles files = files();

    assertThatThrownBy(() ->
            files.write(
                "open/a.txt",
                out -> {
                  out.write(1);
                  throw new IOException("no more");
                }))
        .hasMessage("no more");
    assertThat(text(files, "open/a.txt")).isEqualTo("hello");
    files.write("open/a.txt", out -> out.write("new".getBytes(UTF_8)));

    assertThat(files.entry("open/a.txt")).get().matches(e -> e.permissions().equals("rw-------"));
    assertThat(files.list("open")).hasSize(1);
  }

  @Test
  void boundsSizesCountsAndRates() throws IOException {
    GuardedFiles small =
        files(PATHS, List.of(open.toString()), "tools.file_operations.max_file_size", 4L);
    GuardedFiles few =
        files(PATHS, List.of(open.toString()), "limits.file_operations_per_second", 3L);

    assertThatThrownBy(() -> text(small, "open/a.txt"))
        .hasMessageContaining("File size (5 bytes) exceeds maximum allowed size (4 bytes)");
    assertThatThrownBy(() -> small.write("open/b", out -> out.write(new byte[5])))
        .hasMessageContaining("exceeds maximum");
    assertThat(open.resolve("b")).doesNotExist();
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 100; i++) {
                few.entry("open/a.txt");
              }
            })
        .isInstanceOfSatisfying(
            SpellException.class,
            e -> assertThat(e.kind()).isInstanceOf(ErrorKind.ResourceLimit.class));
  }

  @Test
  void opensNoPipeAndNoFolder() throws Exception {
    new ProcessBuilder("mkfifo", open.resolve("pipe").toString()).start().waitFor();

    assertThatThrownBy(() -> text(files(), "open/pipe"))
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining("pipe");
    assertThatThrownBy(() -> text(files(), "open")).hasMessageContaining("folder");
  }

  @Test
  void refusesAllWhenFilesAreOffAndHeedsTheContainer() {
    assertThatThrownBy(() -> files("allow_file_access", false, PATHS, List.of("*")).entry("open"))
        .hasMessageContaining("runtime.security.allow_file_access = true");
    PolicyService bound = Policies.container(dir, PATHS, List.of(open.toString()));
    ExecutionContext run = Policies.run(bound, dir, Map.of(), PATHS, List.of("*"));

    assertThatThrownBy(() -> new FileGuardService(bound, audit).in(run).entry("secret/key"))
        .hasMessageContaining("violation");
  }
}
