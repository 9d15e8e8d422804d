package org.llmspell.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.llmspell.core.plugin.PluginReport;

/** What is read is what others read; what is not read is refused in one sentence. */
@Tag("security")
class ParserFuzzTest {

  /** How many attempts of each kind; {@code -Dllmspell.fuzz=100000} for a long run. */
  private static final int ATTEMPTS = Integer.getInteger("llmspell.fuzz", 2000);

  private static final List<String> PIECES =
      List.of(
          "Manifest-Version: 1.0\r\n",
          "Bundle-SymbolicName: a\n",
          "Bundle-Version: 1\r",
          "Name: x\r\n",
          "Import-Package: a;version=\"[1,2)\",b\r\n",
          "Bundle-ClassPath: .,a.jar\n",
          "Require-Capability: llmspell.permission;filter:=\"(llmspell.permission=files)\"",
          ";effective:=verify\r\n",
          "\r\n",
          "\n",
          "\r",
          " ",
          ":",
          ": ",
          ";",
          ",",
          "\"",
          "\\",
          "=",
          ":=",
          "\0",
          "\t",
          "\uFEFF",
          "é",
          "🚀",
          "A",
          "a-b",
          "Service-Component: OSGI-INF/*.xml\n",
          "X".repeat(80));

  @TempDir Path folder;

  private final long seed = Long.getLong("test.seed", System.nanoTime());
  private final Random random = new Random(seed);

  /** As long as the manifest is read at all, the JDK finds the same headers in it. */
  @Test
  void readsManifestsAsTheJdkDoes() throws IOException {
    int read = 0;
    for (int i = 0; i < ATTEMPTS * 10; i++) {
      byte[] bytes = random.nextInt(4) == 0 ? broken(Jars.utf8(manifest())) : Jars.utf8(soup());
      String what = "seed %d, attempt %d".formatted(seed, i);
      ManifestText text;
      try {
        text = ManifestText.read(bytes);
        Declarations.of(text);
      } catch (RefusedException e) {
        assertThat(e.reason()).as(what).startsWith("its manifest ").doesNotContain("\n", "\r");
        continue;
      }
      read++;
      var theirs = new Manifest(new ByteArrayInputStream(bytes));
      Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
      theirs
          .getMainAttributes()
          .forEach((name, value) -> headers.put(name.toString(), value.toString()));
      assertThat(text.main()).as(what).isEqualTo(headers);
      assertThat(text.sections()).as(what).isEqualTo(theirs.getEntries().keySet());
    }
    assertThat(read).as("manifests that were read, seed %d", seed).isGreaterThan(ATTEMPTS / 20);
  }

  private String manifest() {
    var text = new StringBuilder(Jars.manifest("Import-Package: a,b;c=\"d,e\"", "X-Y: z"));
    for (int i = random.nextInt(3); i > 0; i--) {
      text.append("Name: e").append(i).append("\r\nSHA: x\r\n\r\n");
    }
    return text.toString();
  }

  private String soup() {
    var text = new StringBuilder(random.nextBoolean() ? PIECES.getFirst() : "");
    for (int i = random.nextInt(8); i > 0; i--) {
      text.append(PIECES.get(random.nextInt(PIECES.size())));
    }
    return text.append(random.nextInt(3) > 0 ? "\n" : "").toString();
  }

  @Test
  void readsClausesThatComeBackAsTheyWere() throws RefusedException {
    for (int i = 0; i < ATTEMPTS; i++) {
      List<Clause> clauses = new ArrayList<>();
      var text = new StringBuilder();
      for (int n = 1 + random.nextInt(3); n > 0; n--) {
        String path = "p" + random.nextInt(100);
        String value = "v" + PIECES.get(random.nextInt(PIECES.size())) + "w";
        text.append(text.isEmpty() ? "" : ",")
            .append("%s;k=\"%s\";d:=x".formatted(path, value.replaceAll("([\\\\\"])", "\\\\$1")));
        clauses.add(new Clause(List.of(path), Map.of("k", value), Map.of("d", "x")));
      }
      assertThat(Clause.parse("X", text.toString()))
          .as("seed %d: %s", seed, text)
          .isEqualTo(clauses);
    }
  }

  /** A jar that is accepted is the same for those who read its directory and those who do not. */
  @Test
  void acceptsOnlyJarsThatAllReadInTheSameWay() throws IOException {
    int accepted = 0;
    for (int i = 0; i < ATTEMPTS; i++) {
      byte[] whole = good();
      byte[] jar = random.nextInt(10) == 0 ? whole : broken(whole);
      String what = "seed %d, attempt %d".formatted(seed, i);
      PluginReport report = Jars.verify(folder, jar);
      assertThat(report.refusals())
          .as(what)
          .allSatisfy(
              refusal -> assertThat(refusal).doesNotContain("\n", "Exception", "java.util"));
      if (!report.refusals().isEmpty()) {
        continue;
      }
      accepted++;
      Map<String, byte[]> one = byDirectory(folder.resolve("x.jar"));
      Map<String, byte[]> other = byStream(jar);
      assertThat(one.keySet()).as(what).isEqualTo(other.keySet());
      one.forEach((name, content) ->
          assertThat(content).as("%s: %s", what, name).isEqualTo(other.get(name)));
      assertThat(report.size().entries()).as(what).isGreaterThanOrEqualTo(one.size());
    }
    assertThat(accepted).as("accepted jars, seed %d", seed).isGreaterThan(ATTEMPTS / 20);
  }

  private static final Map<String, byte[]> CLASSES =
      Jars.compile(
          """
          package good;
          import java.util.*;
          public class Good {
            record Pair(String a, int b) {}
            Object run(Object o) {
              Runnable r = () -> System.out.println(o);
              return switch (o) {
                case Pair(String a, int b) when b > 3 -> a + b + r;
                case List<?> l -> l.stream().map(Object::toString).toList();
                default -> new Pair("x", 4);
              };
            }
          }
          """);

  private byte[] good() {
    if (random.nextBoolean()) {
      RawZip zip = RawZip.of(Jars.manifest());
      for (int i = random.nextInt(4); i > 0; i--) {
        zip.add("f" + i, Jars.utf8("x".repeat(random.nextInt(50))), _ -> {});
      }
      return zip.bytes();
    }
    Map<String, byte[]> entries = new LinkedHashMap<>(CLASSES);
    entries.put("in.jar", Jars.zip(Map.of("a", new byte[10])));
    return Jars.jar(Jars.manifest(), entries);
  }

  /**
   * Classes are judged or refused, whatever is in them; the reader of the JDK may throw anything.
   */
  @Test
  void readsOrRefusesBrokenClasses() {
    List<byte[]> all = List.copyOf(CLASSES.values());
    for (int i = 0; i < ATTEMPTS; i++) {
      byte[] bytes = broken(all.get(random.nextInt(all.size())));
      assertThatCode(
              () -> {
                try {
                  ClassScan.scan(bytes, "A.class", Rules.load(), new Uses());
                } catch (RefusedException e) {
                  assertThat(e.reason()).startsWith("entry 'A.class' is no valid class");
                }
              })
          .as("seed %d, attempt %d", seed, i)
          .doesNotThrowAnyException();
    }
  }

  private byte[] broken(byte[] whole) {
    byte[] bytes = whole.clone();
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(5)) {
        case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> bytes[at] = (byte) random.nextInt();
        case 2 -> bytes[at] = (byte) (random.nextBoolean() ? 0 : -1);
        case 3 -> bytes = java.util.Arrays.copyOf(bytes, Math.max(1, at));
        default -> {
          int from = random.nextInt(bytes.length);
          int length = Math.min(random.nextInt(40), bytes.length - Math.max(at, from));
          System.arraycopy(bytes, from, bytes, at, length);
        }
      }
    }
    return bytes;
  }

  private static Map<String, byte[]> byDirectory(Path file) throws IOException {
    Map<String, byte[]> found = new LinkedHashMap<>();
    try (var jar = new JarFile(file.toFile())) {
      for (var entry : jar.stream().toList()) {
        found.put(entry.getName(), jar.getInputStream(entry).readAllBytes());
      }
    }
    return found;
  }

  private static Map<String, byte[]> byStream(byte[] jar) throws IOException {
    Map<String, byte[]> found = new LinkedHashMap<>();
    try (var in = new ZipInputStream(new ByteArrayInputStream(jar))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        found.put(entry.getName(), in.readAllBytes());
      }
    }
    return found;
  }
}
