package org.llmspell.verify;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.ToolProvider;
import org.llmspell.core.plugin.Permission;
import org.llmspell.core.plugin.PluginReport;

/** Makes jars, good ones and bad ones, and has them verified. */
final class Jars {
  static final String MANIFEST = "META-INF/MANIFEST.MF";

  /** Small limits, so that jars beyond them are made quickly. */
  static final Limits SMALL = new Limits(4 << 20, 100, 3 << 20, 5 << 20, 100, 3);

  private Jars() {}

  static String manifest(String... more) {
    return "Manifest-Version: 1.0\r\nBundle-ManifestVersion: 2\r\nBundle-SymbolicName: evil\r\n"
        + "Bundle-Version: 1.2.3\r\n"
        + Stream.of(more).map(line -> line + "\r\n").reduce("", String::concat)
        + "\r\n";
  }

  /** A manifest that declares permissions. */
  static String declaring(Permission... permissions) {
    List<String> clauses = new ArrayList<>();
    for (Permission permission : permissions) {
      clauses.add(
          "llmspell.permission;filter:=\"(llmspell.permission=%s)\";effective:=verify"
              .formatted(permission.text()));
    }
    return clauses.isEmpty()
        ? manifest()
        : manifest(folded("Require-Capability: " + String.join(",", clauses)));
  }

  private static String folded(String line) {
    return line.length() <= 70
        ? line
        : line.substring(0, 70) + "\r\n " + folded(line.substring(70)).replace("\r\n  ", "\r\n ");
  }

  /** A zip of entries in this order. */
  static byte[] zip(Map<String, byte[]> entries) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new ZipOutputStream(bytes)) {
      for (var entry : entries.entrySet()) {
        out.putNextEntry(new ZipEntry(entry.getKey()));
        out.write(entry.getValue());
        out.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** A jar with a manifest and one more entry. */
  static byte[] jar(String manifest, String name, byte[] content) {
    return jar(manifest, Map.of(name, content));
  }

  static byte[] jar(String manifest, Map<String, byte[]> content) {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put(MANIFEST, utf8(manifest));
    entries.putAll(content);
    return zip(entries);
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** A class {@code evil.Evil} whose method {@code run} does this. */
  static byte[] evil(Consumer<CodeBuilder> code) {
    return ClassFile.of()
        .build(
            ClassDesc.of("evil.Evil"),
            type ->
                type.withMethodBody(
                    "run",
                    MethodTypeDesc.of(ConstantDescs.CD_void),
                    ClassFile.ACC_PUBLIC | ClassFile.ACC_STATIC,
                    code));
  }

  /** Compiled Java; the result has the names of the entries. */
  static Map<String, byte[]> compile(String... sources) {
    try {
      Path folder = Files.createTempDirectory("llmspell-verify-test");
      List<String> arguments =
          new ArrayList<>(
              List.of("-proc:none", "-nowarn", "-parameters", "-cp", classPath(), "-d"));
      arguments.add(folder.resolve("classes").toString());
      for (String source : sources) {
        Path file =
            folder.resolve(
                source.replaceFirst("(?s).*?(?:class|interface|record) (\\w+).*", "$1") + ".java");
        Files.writeString(file, source);
        arguments.add(file.toString());
      }
      if (ToolProvider.getSystemJavaCompiler()
              .run(null, null, null, arguments.toArray(String[]::new))
          != 0) {
        throw new IllegalStateException("This does not compile:\n" + String.join("\n", sources));
      }
      Map<String, byte[]> classes = new LinkedHashMap<>();
      Path root = folder.resolve("classes");
      try (Stream<Path> files = Files.walk(root)) {
        for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
          classes.put(
              root.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
        }
      }
      return classes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String classPath() {
    return String.valueOf(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
  }

  static PluginReport verify(Path folder, byte[] jar) {
    return verify(folder, jar, SMALL, SignaturePolicy.WARN);
  }

  static PluginReport verify(Path folder, byte[] jar, Limits limits, SignaturePolicy policy) {
    try {
      Path file = Files.write(folder.resolve("x.jar"), jar);
      return verifier(folder, limits, policy, Clock.systemUTC()).verify(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static JarVerifier verifier(Path folder, Limits limits, SignaturePolicy policy, Clock clock) {
    return new JarVerifier(
        new JarVerifier.Settings(
            limits, policy, folder.resolve("trusted"), Set.of(Permission.THREADS)),
        clock);
  }
}
