import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/**
 * A step of the build: lays out the distribution in {@code target/llmspell}. What did not change is
 * left alone and what did is replaced at once, so that a container which runs from the folder never
 * sees half a file. The index is written last: without it there is no distribution.
 */
final class Assemble {

  private final Path top;
  private final Path root;
  private final String version;
  private final FileTime time;
  private final List<Path> kept = new ArrayList<>();

  private Assemble(Path top, Path root, String version, Instant time) {
    this.top = top;
    this.root = root;
    this.version = version;
    this.time = FileTime.from(time);
  }

  /** Arguments: the top folder of the sources, the launcher's jar, version, time of all files. */
  public static void main(String[] arguments) throws Exception {
    Path top = Path.of(arguments[0]).toRealPath();
    Path launcher = Path.of(arguments[1]);
    Path root = launcher.resolveSibling("llmspell");
    new Assemble(top, root, arguments[2], Instant.parse(arguments[3])).run(launcher);
  }

  private void run(Path launcher) throws IOException, NoSuchAlgorithmException {
    Path lib = root.resolve("lib");
    Files.createDirectories(lib);
    Path export = top.resolve("features/target/export");
    List<Path> framework = list(export.resolve("framework"));
    List<Path> bundles = list(export.resolve("standard"));
    var digest = MessageDigest.getInstance("SHA-256");
    var levels = new TreeMap<String, Path>();
    for (Path jar : bundles) {
      levels.put(level(jar.getFileName().toString()) + " " + jar.getFileName(), jar);
    }
    var classPath = new ArrayList<String>();
    for (Path jar : framework) {
      add(jar, lib, digest);
      classPath.add(jar.getFileName().toString());
    }
    for (Path jar : levels.values()) {
      add(jar, lib, digest);
      classPath.add(jar.getFileName().toString());
    }
    digest.update(Files.readAllBytes(launcher));
    put(lib.resolve("llmspell.jar"), withClassPath(launcher, String.join(" ", classPath)));
    put(root.resolve("bin/llmspell"), Files.readAllBytes(top.resolve("llmspell")));
    root.resolve("bin/llmspell").toFile().setExecutable(true, false);
    put(root.resolve("bin/find-jdk.sh"), Files.readAllBytes(top.resolve("cnf/find-jdk.sh")));
    put(lib.resolve("training.lua"), Files.readAllBytes(top.resolve("examples/hello.lua")));
    put(root.resolve("LICENSE"), Files.readAllBytes(top.resolve("LICENSE")));
    if (Files.exists(top.resolve("README.md"))) {
      put(root.resolve("README.md"), Files.readAllBytes(top.resolve("README.md")));
    }
    copyFolder(top.resolve("examples"), root.resolve("examples"));
    copyFolder(
        top.resolve("plugins-sdk/repository/target/repository"), root.resolve("sdk/repository"));
    removeOthers();
    String index =
        version
            + '\n'
            + HexFormat.of().formatHex(digest.digest(), 0, 8)
            + '\n'
            + String.join("\n", levels.keySet())
            + '\n';
    put(lib.resolve("platform.index"), index.getBytes(StandardCharsets.UTF_8));
  }

  /** Libraries first, then ours, then what brings plugins and commands; plugins start at 4. */
  private static int level(String jar) {
    if (!jar.startsWith("org.llmspell.")) {
      return 1;
    }
    return jar.startsWith("org.llmspell.deploy-") || jar.startsWith("org.llmspell.console-")
        ? 3
        : 2;
  }

  private void add(Path jar, Path lib, MessageDigest digest) throws IOException {
    byte[] content = Files.readAllBytes(jar);
    digest.update(content);
    put(lib.resolve(jar.getFileName()), content);
  }

  private void put(Path file, byte[] content) throws IOException {
    kept.add(file);
    if (Files.exists(file) && Arrays.equals(Files.readAllBytes(file), content)) {
      return;
    }
    Files.createDirectories(file.getParent());
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.write(fresh, content);
    Files.setLastModifiedTime(fresh, time);
    Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  private void copyFolder(Path from, Path to) throws IOException {
    if (!Files.isDirectory(from)) {
      return;
    }
    try (var files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        put(to.resolve(from.relativize(file).toString()), Files.readAllBytes(file));
      }
    }
  }

  /** What an earlier build left. The AOT caches go too: they belong to the jars of their time. */
  private void removeOthers() throws IOException {
    Path index = root.resolve("lib/platform.index");
    try (var files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!kept.contains(file)
            && !file.equals(index)
            && !file.startsWith(root.resolve("lib/aot"))) {
          Files.delete(file);
        }
      }
    }
  }

  /** The launcher's jar with a class path, so that the start script need not know it. */
  private byte[] withClassPath(Path jar, String classPath) throws IOException {
    var bytes = new java.io.ByteArrayOutputStream();
    try (var in = new JarFile(jar.toFile())) {
      var manifest = new Manifest();
      manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
      manifest
          .getMainAttributes()
          .put(Attributes.Name.MAIN_CLASS, "org.llmspell.launcher.Launcher");
      manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, classPath);
      var text = new java.io.ByteArrayOutputStream();
      manifest.write(text);
      try (var out = new JarOutputStream(bytes)) {
        entry(out, JarFile.MANIFEST_NAME, text.toByteArray());
        var names = new ArrayList<String>();
        in.stream()
            .filter(e -> !e.isDirectory() && !e.getName().equals(JarFile.MANIFEST_NAME))
            .map(ZipEntry::getName)
            .sorted()
            .forEach(names::add);
        for (String name : names) {
          try (var content = in.getInputStream(in.getEntry(name))) {
            entry(out, name, content.readAllBytes());
          }
        }
      }
    }
    return bytes.toByteArray();
  }

  private void entry(JarOutputStream out, String name, byte[] content) throws IOException {
    var entry = new ZipEntry(name);
    // Local time, as the format has it: the same bytes in every time zone.
    entry.setTimeLocal(time.toInstant().atOffset(ZoneOffset.UTC).toLocalDateTime());
    out.putNextEntry(entry);
    new ByteArrayInputStream(content).transferTo(out);
    out.closeEntry();
  }

  private static List<Path> list(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.filter(f -> f.toString().endsWith(".jar")).sorted().toList();
    }
  }
}
