package org.llmspell.lua;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.script.ScriptFunction;
import org.llmspell.core.script.ScriptGlobal;
import org.llmspell.core.script.ScriptObject;
import org.llmspell.core.script.ScriptSession;
import org.llmspell.core.script.ScriptSource;
import org.llmspell.lua.lib.Profile;

/** Tricks to get out of the sandbox, each tried in every profile; see {@code escapes.txt}. */
@Tag("unit")
@Tag("security")
class EscapesTest {
  private static final Map<String, String> VARIABLES =
      Map.of(
          "PATH", "/usr/bin:/bin",
          "SHELL", "/bin/sh",
          "MY_TOKEN", "canary of a variable",
          "CUSTOM", "canary of another variable");

  @TempDir Path dir;
  private Path own;
  private Path out;

  /** One script and what it tries. */
  record Trick(String title, String code) {
    @Override
    public String toString() {
      return title;
    }
  }

  /** A global whose functions give back, and fail. */
  private record HostGlobal() implements ScriptGlobal {
    @Override
    public List<String> names() {
      return List.of("Host");
    }

    @Override
    public Object open(ScriptSession session) {
      ScriptFunction echo = arguments -> arguments.size() == 0 ? null : arguments.get(0);
      ScriptFunction fail =
          _ -> {
            throw new IllegalStateException(
                "org.llmspell.lua.Secret: java.lang.NullPointerException");
          };
      return (ScriptObject) () -> Map.of("echo", echo, "fail", fail);
    }
  }

  static List<Trick> tricks() throws IOException {
    try (InputStream in = EscapesTest.class.getResourceAsStream("escapes.txt")) {
      assertThat(in).isNotNull();
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return Arrays.stream(text.split("\n### ")).skip(1).map(EscapesTest::trick).toList();
    }
  }

  private static Trick trick(String text) {
    int line = text.indexOf('\n');
    return new Trick(text.substring(0, line), text.substring(line + 1).strip());
  }

  @BeforeEach
  void makeFolders() throws IOException {
    own = Files.createDirectory(dir.resolve("own"));
    out = Files.createDirectory(dir.resolve("out"));
    Path evil = Files.createDirectory(dir.resolve("own-evil"));
    Files.writeString(evil.resolve("secret"), "canary beside");
    Files.writeString(out.resolve("secret"), "canary1 = canary2 canary3");
    Files.writeString(out.resolve("secret.lua"), "return 'canary of code'");
    Files.writeString(out.resolve("canary-by-name"), "");
    Files.createDirectory(own.resolve("sub"));
    Files.writeString(own.resolve("readme"), "mine\n");
    Files.writeString(own.resolve("bytes.lua"), "\033Lua");
    Path program = Files.writeString(own.resolve("echo"), "#!/bin/sh\ncat " + out + "/secret\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.createSymbolicLink(own.resolve("link"), out.resolve("secret"));
    Files.createSymbolicLink(own.resolve("link.lua"), out.resolve("secret.lua"));
    Files.createSymbolicLink(own.resolve("linked"), out);
    Files.createSymbolicLink(own.resolve("nowhere"), out.resolve("new"));
  }

  private TestHost host(Profile profile, Map<String, @Nullable Object> tools) {
    Map<String, @Nullable Object> engine =
        Map.of("stdlib", profile.word(), "timeout_ms", 2000L, "max_memory", 32_000_000L);
    return new TestHost(
        List.of(new HostGlobal()), Map.of("engines", Map.of("lua", engine), "tools", tools), own);
  }

  /** All that can be seen of a run: output, value, error. */
  private String seen(Trick trick, TestHost host) {
    String code = trick.code.replace("@OUT@", out.toString()).replace("@OWN@", own.toString());
    try {
      var run = host.run(ScriptSource.ofText("trick.lua", code), VARIABLES);
      return run.output() + "\n" + run.result().value();
    } catch (SpellException e) {
      return e.message();
    }
  }

  private Map<String, String> files(Path... folders) throws IOException {
    Map<String, String> files = new TreeMap<>();
    for (Path folder : folders) {
      try (Stream<Path> paths = Files.walk(folder)) {
        for (Path path : paths.toList()) {
          boolean file = Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
          files.put(path.toString(), file ? Files.readString(path) : "");
        }
      }
    }
    return files;
  }

  @ParameterizedTest
  @MethodSource("tricks")
  void staysInsideInEveryProfile(Trick trick) throws IOException {
    for (Profile profile : Profile.values()) {
      boolean mayChange = profile == Profile.FULL;
      Map<String, String> before = mayChange ? files(out) : files(out, own);

      String seen = seen(trick, host(profile, tools()));

      assertThat(seen)
          .as("%s in profile %s", trick.code, profile)
          .doesNotContain("canary", "escaped")
          .doesNotContainPattern("java[.x]|org\\.(llmspell|luaj)|Exception|@[0-9a-f]{6,}");
      assertThat(mayChange ? files(out) : files(out, own)).as(trick.code).isEqualTo(before);
      assertThat(
              TestHost.eval("return ('a'):upper() .. string.format('%d', 1) .. #package.preload"))
          .as("a script after " + trick.code)
          .isEqualTo("A10");
    }
  }

  private Map<String, @Nullable Object> tools() {
    return Map.of(
        "file_operations", Map.of("allowed_paths", List.of(dir.resolve("allowed").toString())));
  }

  /** The tricks are real: where the settings let them, they get there. */
  @Test
  void getsOutWhereTheSettingsAllowIt() throws IOException {
    Map<String, @Nullable Object> open =
        Map.of(
            "file_operations",
            Map.of("allowed_paths", List.of("*")),
            "system",
            Map.of(
                "allow_any_command",
                true,
                "allowed_environment",
                List.of("*"),
                "blocked_environment",
                List.of()));
    List<String> through = new ArrayList<>();
    for (Trick trick : tricks()) {
      Map<String, String> before = files(out);
      String seen = seen(trick, host(Profile.FULL, open));
      if (seen.contains("canary") || seen.contains("escaped") || !files(out).equals(before)) {
        through.add(trick.title);
        restore();
      }
    }

    assertThat(through).hasSizeGreaterThan(30);
  }

  private void restore() throws IOException {
    try (Stream<Path> paths = Files.walk(dir)) {
      for (Path path : paths.sorted(java.util.Comparator.reverseOrder()).toList()) {
        if (!path.equals(dir)) {
          Files.delete(path);
        }
      }
    }
    makeFolders();
  }
}
