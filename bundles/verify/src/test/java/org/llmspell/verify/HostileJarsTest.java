package org.llmspell.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.llmspell.core.plugin.PluginReport;

/** Jars that are broken, too large, or made to be read in two ways; each is made here. */
@Tag("security")
class HostileJarsTest {
  private static final byte[] HELLO = Jars.utf8("hello");

  @TempDir Path folder;

  private final List<DynamicTest> tests = new ArrayList<>();

  private void refused(String why, byte[] jar) {
    tests.add(
        DynamicTest.dynamicTest(
            why,
            () -> {
              PluginReport report = Jars.verify(folder, jar);
              assertThat(report.refusals()).hasSize(1).first().asString().contains(why);
              assertThat(report.refusals().getFirst()).doesNotContain("\n", "java.", "Exception");
            }));
  }

  private static RawZip zip() {
    return RawZip.of(Jars.manifest());
  }

  private static byte[] named(String name) {
    return zip().add(name, HELLO, _ -> {}).bytes();
  }

  @TestFactory
  Stream<DynamicTest> namesThatLeadOutOrMeanTwoThings() {
    refused("has the part '..' in its path", named("../evil.txt"));
    refused("has the part '..' in its path", named("lib/../../evil.txt"));
    refused("has the part '.' in its path", named("./a"));
    refused("has the part '' in its path", named("a//b"));
    refused("has an absolute path", named("/etc/passwd"));
    refused("has a path with a drive letter", named("C:evil.txt"));
    refused("has a name with a backslash", named("..\\evil.txt"));
    refused("has a name with the character 0", named("a\0.class"));
    refused("has a name with the character 10", named("a\nb"));
    refused("an entry has no name", named(""));
    refused("a name of 600 bytes", named("a".repeat(600)));
    refused("must be written 'META-INF/'", named("meta-inf/manifest.mf"));
    refused("must be written 'META-INF/MANIFEST.MF'", named("META-INF/manifest.mf"));
    refused(
        "is both a file and a folder",
        zip().add("a", HELLO, _ -> {}).add("a/b", HELLO, _ -> {}).bytes());
    refused("is there twice", zip().add("a", HELLO, _ -> {}).add("a", HELLO, _ -> {}).bytes());
    refused("is there twice", zip().add(Jars.MANIFEST, HELLO, _ -> {}).bytes());
    refused("is a folder, but has 5 bytes", named("a/"));
    byte[] latin = named("aXX");
    for (int i = 0; i < latin.length - 3; i++) {
      if (latin[i] == 'a' && latin[i + 1] == 'X') {
        latin[i + 1] = (byte) 0xC0;
        latin[i + 2] = (byte) 0xAF; // a slash in two bytes
      }
    }
    refused("a name that is no UTF-8", latin);
    return tests.stream();
  }

  @TestFactory
  Stream<DynamicTest> layoutsThatLie() {
    refused("it is not a jar", HELLO);
    refused("it is not a jar", new byte[0]);
    refused("it is not a jar", zip().prefix(Jars.utf8("#!/bin/sh\n")).bytes());
    refused("its end is missing", zip().comment("more").bytes());
    refused("its directory is not where", zip().directoryShift(4).bytes());
    refused("its directory is not where", zip().directoryShift(-4).bytes());
    refused("its directory ends after 2 of 3", zip().add("a", HELLO, _ -> {}).count(3).bytes());
    refused("more in it than 1 entries", zip().add("a", HELLO, _ -> {}).count(1).bytes());
    refused("in the zip64 format", zip().count(0xFFFF).bytes());
    refused("belong to no entry", zip().beforeDirectory(HELLO).bytes());
    refused("belong to no entry", zip().add("a", HELLO, i -> i.before = HELLO).bytes());
    refused("belong to no entry", zip().add("a", HELLO, i -> i.hidden = true).bytes());
    refused(
        "lies within another entry",
        zip().add("a", HELLO, _ -> {}).add("b", HELLO, i -> i.offset = 10).bytes());
    refused("lies within another entry", zip().add("a", HELLO, i -> i.offset = 0).bytes());
    refused(
        "is called 'evil.class' in its own header",
        zip().add("a", HELLO, i -> i.localName = "evil.class").bytes());
    refused(
        "has the method 0 in the directory but 8",
        zip().add("a", HELLO, i -> i.localMethod = 8).bytes());
    refused("has the flags", zip().add("a", HELLO, i -> i.localFlags = 0).bytes());
    refused("is encrypted", zip().add("a", HELLO, i -> i.flags |= 1).bytes());
    refused("has the flags 0x2800", zip().add("a", HELLO, i -> i.flags |= 1 << 13).bytes());
    refused("is packed by method 12", zip().add("a", HELLO, i -> i.method = 12).bytes());
    refused(
        "has the size 5 in the directory but 4",
        zip().add("a", HELLO, i -> i.localSize = 4).bytes());
    refused(
        "has the packed size 5 in the directory but 4",
        zip().add("a", HELLO, i -> i.localPacked = 4).bytes());
    refused("has the check sum", zip().add("a", HELLO, i -> i.localCrc++).bytes());
    refused(
        "its check sum is wrong",
        zip()
            .add(
                "a",
                HELLO,
                i -> {
                  i.crc++;
                  i.localCrc++;
                })
            .bytes());
    refused("is not packed, but has 5 bytes of 4", zip().add("a", HELLO, i -> i.size = 4).bytes());
    refused(
        "ends behind the end of the data",
        zip()
            .add(
                "a",
                HELLO,
                i -> {
                  i.packed = 9999;
                  i.localPacked = 9999;
                  i.size = 9999;
                  i.localSize = 9999;
                })
            .bytes());
    refused(
        "it can not be unpacked",
        zip()
            .add(
                "a",
                HELLO,
                i -> {
                  i.method = 8;
                  i.localMethod = 8;
                })
            .bytes());
    refused("is in the zip64 format", zip().add("a", HELLO, i -> i.size = 0xFFFFFFFFL).bytes());
    return tests.stream();
  }

  @TestFactory
  Stream<DynamicTest> allTruncations() {
    byte[] whole =
        Jars.jar(
            Jars.manifest(),
            "a.txt",
            "hello ".repeat(50).getBytes(java.nio.charset.StandardCharsets.UTF_8));
    for (int length = 4; length < whole.length; length += 7) {
      refused("it is not complete", Arrays.copyOf(whole, length));
    }
    return tests.stream();
  }

  @TestFactory
  Stream<DynamicTest> bombs() {
    byte[] zeros = new byte[2 << 20];
    refused("unpacks to more than 100 times its size", Jars.jar(Jars.manifest(), "bomb", zeros));
    byte[] noise = new byte[3 << 20];
    new java.util.Random(1).nextBytes(noise);
    refused("it has 4.0 MiB, but at most 4.0 MiB are allowed", Arrays.copyOf(noise, (4 << 20) + 1));
    refused(
        "has more than 3.0 MiB unpacked",
        Jars.jar(Jars.manifest(), "large", half(noise, (3 << 20) + 100)));
    Map<String, byte[]> large = new LinkedHashMap<>();
    large.put("a", half(noise, 2 << 20));
    large.put("b", half(noise, 2 << 20));
    large.put("c", half(noise, 2 << 20));
    refused(
        "to more than 5.0 MiB, the most that is allowed in all", Jars.jar(Jars.manifest(), large));
    Map<String, byte[]> many = new LinkedHashMap<>();
    for (int i = 0; i < 100; i++) {
      many.put("f" + i, HELLO);
    }
    refused("it has 101 entries, but at most 100 are allowed", Jars.jar(Jars.manifest(), many));
    Map<String, byte[]> nested = new LinkedHashMap<>();
    nested.put("a.jar", Jars.zip(many));
    refused("in 'a.jar' it has 102 entries, but at most 100", Jars.jar(Jars.manifest(), nested));
    refused(
        "in 'in.jar' entry 'bomb' unpacks to more than 100 times",
        Jars.jar(Jars.manifest(), "in.jar", Jars.zip(Map.of("bomb", zeros))));
    Map<String, byte[]> jars = new LinkedHashMap<>();
    for (int i = 0; i < 4; i++) {
      jars.put(i + ".jar", Jars.zip(Map.of("a", HELLO)));
    }
    refused("entry '3.jar' is one jar too many", Jars.jar(Jars.manifest(), jars));
    byte[] deep = Jars.zip(Map.of("a", HELLO));
    for (int i = 0; i < 3; i++) {
      deep = Jars.zip(Map.of("in.jar", deep));
    }
    refused("is a jar in a jar in a jar", Jars.jar(Jars.manifest(), "in.jar", deep));
    return tests.stream();
  }

  /** Random in one half, so it packs to about that. */
  private static byte[] half(byte[] noise, int size) {
    byte[] half = new byte[size];
    System.arraycopy(noise, 0, half, 0, size / 2);
    return half;
  }

  @TestFactory
  Stream<DynamicTest> manifests() {
    refused("it has no manifest", Jars.zip(Map.of("a", HELLO)));
    refused(
        "has 1.0 MiB, but at most 1.0 MiB are allowed for its kind",
        Jars.zip(Map.of(Jars.MANIFEST, noisy((1 << 20) + 1))));
    refused("has the header 'bundle-symbolicname' twice", manifest("bundle-symbolicname: other"));
    refused("has a line that is no header", manifest("no colon here"));
    refused("has a line that is no header", manifest("Bundle Name: x"));
    refused("has a control character", manifest("X: a\0b"));
    refused(
        "is no UTF-8",
        Jars.zip(Map.of(Jars.MANIFEST, new byte[] {'A', ':', ' ', (byte) 0xFF, '\n'})));
    refused(
        "has no end of line at its end",
        Jars.zip(Map.of(Jars.MANIFEST, Jars.utf8("Manifest-Version: 1.0"))));
    refused(
        "begins with an empty line",
        Jars.zip(Map.of(Jars.MANIFEST, Jars.utf8("\r\n" + Jars.manifest()))));
    refused(
        "does not begin with Manifest-Version",
        Jars.zip(Map.of(Jars.MANIFEST, Jars.utf8("A: b\r\n" + Jars.manifest()))));
    refused(
        "has a line that goes on",
        Jars.zip(Map.of(Jars.MANIFEST, Jars.utf8(" a: b\r\n" + Jars.manifest()))));
    refused("has a quote without its end", manifest("Require-Capability: a;b:=\"c"));
    refused(
        "requires a permission by the filter '(llmspell.permission=*)'",
        manifest("Require-Capability: llmspell.permission;filter:=\"(llmspell.permission=*)\""));
    refused(
        "in a way that OSGi would look for",
        manifest(
            "Require-Capability: llmspell.permission;filter:=\"(llmspell.permission=files)\""));
    refused(
        "There is no permission 'root'",
        manifest(
            "Require-Capability: llmspell.permission;filter:=\"(llmspell.permission=root)\"",
            " ;effective:=verify"));
    refused("has '\"a b.jar\"' in Bundle-ClassPath", manifest("Bundle-ClassPath: \"a b.jar\""));
    return tests.stream();
  }

  private static byte[] manifest(String... lines) {
    return Jars.zip(Map.of(Jars.MANIFEST, Jars.utf8(Jars.manifest(lines))));
  }

  private static byte[] noisy(int size) {
    byte[] bytes = new byte[size];
    new java.util.Random(2).nextBytes(bytes);
    return bytes;
  }

  @TestFactory
  Stream<DynamicTest> classesThatAreNone() {
    refused("is called a class but is none", Jars.jar(Jars.manifest(), "A.class", HELLO));
    refused(
        "is no valid class",
        Jars.jar(
            Jars.manifest(),
            "A.class",
            new byte[] {(byte) 0xCA, (byte) 0xFE, (byte) 0xBA, (byte) 0xBE, 0, 0, 0, 69, 0, 9, 1}));
    refused(
        "it needs Java 46, but this container runs on Java",
        Jars.jar(
            Jars.manifest(),
            "A.class",
            new byte[] {(byte) 0xCA, (byte) 0xFE, (byte) 0xBA, (byte) 0xBE, 0, 0, 0, 90}));
    refused(
        "it needs Java 46",
        Jars.jar(
            Jars.manifest(),
            "META-INF/versions/46/A.class",
            new byte[] {(byte) 0xCA, (byte) 0xFE, (byte) 0xBA, (byte) 0xBE, 0, 0, 0, 90}));
    byte[] torn = Arrays.copyOf(Jars.evil(code -> code.return_()), 60);
    refused("is no valid class", Jars.jar(Jars.manifest(), "evil/Evil.class", torn));
    return tests.stream();
  }
}
