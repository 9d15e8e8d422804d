import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Pattern;

/**
 * A step of the build: compares the committed list of bundles of each feature with what the
 * resolver has found, and copies the bundles to {@code export/<feature>}. The framework is no
 * bundle of a feature: it is copied to {@code export/framework}.
 */
final class ExportFeatures {

  private static final Pattern BUNDLE = Pattern.compile("([\\w.-]+);version='\\[([^,]+),[^)]+\\)'");

  private ExportFeatures() {}

  /** Arguments: "check" or "write", the folder of the features, the target folder. */
  public static void main(String[] arguments) throws IOException {
    boolean write = arguments[0].equals("write");
    Path features = Path.of(arguments[1]);
    Path target = Path.of(arguments[2]);
    Map<String, Path> candidates = candidates(target.resolve("candidates"));
    for (Path committed : list(features, "*.bndrun")) {
      Path resolved = target.resolve("resolved").resolve(committed.getFileName());
      List<String> found = runBundles(resolved);
      if (!runBundles(committed).equals(found)) {
        if (!write) {
          complain(committed, runBundles(committed), found);
          System.exit(1);
        }
        rewrite(committed, found);
        System.out.println("Rewrote the list of bundles in " + committed.getFileName());
      }
      String name = committed.getFileName().toString().replace(".bndrun", "");
      export(found, candidates, target.resolve("export").resolve(name));
    }
    export(List.of("org.apache.felix.framework"), candidates, target.resolve("export/framework"));
  }

  private static void complain(Path file, List<String> committed, List<String> found) {
    System.err.println(
        "The bundles in features/" + file.getFileName() + " are not what the resolver finds:");
    var all = new TreeSet<>(committed);
    all.addAll(found);
    for (String bundle : all) {
      if (!found.contains(bundle)) {
        System.err.println("  - " + bundle);
      } else if (!committed.contains(bundle)) {
        System.err.println("  + " + bundle);
      }
    }
    System.err.println(
        "If the change is wanted, run: ./mvnw -q package -DskipTests -pl features -am"
            + " -Dfeatures=write   and commit the file.");
  }

  /** The bundles that follow -runbundles, as written by bnd: one a line. */
  private static List<String> runBundles(Path bndrun) throws IOException {
    String text = Files.readString(bndrun);
    int start = text.indexOf("\n-runbundles");
    var bundles = new ArrayList<String>();
    if (start >= 0) {
      var matcher = BUNDLE.matcher(text.substring(start));
      while (matcher.find()) {
        bundles.add(matcher.group());
      }
    }
    return bundles;
  }

  private static void rewrite(Path bndrun, List<String> bundles) throws IOException {
    String text = Files.readString(bndrun);
    int start = text.indexOf("\n-runbundles");
    String head = start < 0 ? text : text.substring(0, start + 1);
    Files.writeString(
        bndrun, head + "-runbundles: \\\n\t" + String.join(",\\\n\t", bundles) + "\n");
  }

  private static Map<String, Path> candidates(Path folder) throws IOException {
    var bundles = new HashMap<String, Path>();
    for (Path jar : list(folder, "*.jar")) {
      try (var file = new JarFile(jar.toFile())) {
        var manifest = file.getManifest();
        String name =
            manifest == null ? null : manifest.getMainAttributes().getValue("Bundle-SymbolicName");
        if (name != null) {
          bundles.put(name.replaceAll(";.*", "").strip(), jar);
        }
      }
    }
    return bundles;
  }

  private static void export(List<String> bundles, Map<String, Path> candidates, Path folder)
      throws IOException {
    Files.createDirectories(folder);
    for (Path old : list(folder, "*.jar")) {
      Files.delete(old);
    }
    for (String bundle : bundles) {
      String name = bundle.replaceAll(";.*", "");
      Path jar = candidates.get(name);
      if (jar == null) {
        throw new IOException("No jar for bundle " + name + " among the dependencies of features");
      }
      Files.copy(jar, folder.resolve(jar.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
    }
  }

  private static List<Path> list(Path folder, String glob) throws IOException {
    var paths = new ArrayList<Path>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder, glob)) {
      stream.forEach(paths::add);
    } catch (java.nio.file.DirectoryIteratorException e) {
      throw new UncheckedIOException(e.getCause());
    }
    paths.sort(null);
    return paths;
  }
}
