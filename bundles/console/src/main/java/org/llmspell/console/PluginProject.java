package org.llmspell.console;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.llmspell.core.error.SpellException;

/**
 * The Maven project of a new plugin.
 *
 * @param name of the plugin: its artifact and the symbolic name of its bundle
 * @param replacements what stands for {@code @key@} in the template
 */
record PluginProject(String name, Map<String, String> replacements) {

  /** A project named like its folder, for the product that writes it. */
  static PluginProject of(String folder, Product product) {
    String name =
        folder.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    if (!name.matches("[a-z].*")) {
      throw SpellException.validation(
          "DIR",
          "'%s' can not be the name of a plugin; it must begin with a letter".formatted(folder));
    }
    return new PluginProject(
        name,
        Map.of(
            "name",
            name,
            "tool",
            name + "-word-count",
            "package",
            "org.example." + packageName(name),
            "version",
            mavenVersion(product.version()),
            "repositories",
            product.sdk().map(PluginProject::repositories).orElse("")));
  }

  /** The end keeps it from being a word of the language, such as {@code new}. */
  private static String packageName(String name) {
    String joined = name.replace("-", "");
    return joined.endsWith("plugin") ? joined : joined + "plugin";
  }

  /** Bundles write the version of a snapshot in a way of their own. */
  private static String mavenVersion(String version) {
    return version.endsWith(".SNAPSHOT")
        ? version.substring(0, version.length() - ".SNAPSHOT".length()) + "-SNAPSHOT"
        : version;
  }

  private static String repositories(Path sdk) {
    return """
      <repositories>
        <repository>
          <!-- What plugins are built with comes with llmspell itself. -->
          <id>llmspell-sdk</id>
          <url>%s</url>
        </repository>
      </repositories>
    """
        .formatted(sdk.toUri().toString().replace("&", "&amp;"));
  }

  /** The tool of the template. */
  String tool() {
    return replacements.getOrDefault("tool", "");
  }

  /** Writes the files; gives their paths within the folder. */
  List<String> write(Path folder) throws IOException {
    String path = replacements.getOrDefault("package", "").replace('.', '/');
    Map<String, String> targets =
        Map.of(
            "pom.xml", "pom.xml",
            "README.md", "README.md",
            "gitignore", ".gitignore",
            "WordCount.java", "src/main/java/%s/WordCount.java".formatted(path),
            "WordCountTest.java", "src/test/java/%s/WordCountTest.java".formatted(path));
    List<String> written = new ArrayList<>();
    for (var target : targets.entrySet()) {
      Path file = folder.resolve(target.getValue());
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(file, fill(target.getKey()));
      written.add(target.getValue());
    }
    written.sort(null);
    return written;
  }

  private String fill(String template) throws IOException {
    try (InputStream in = PluginProject.class.getResourceAsStream("template/" + template)) {
      if (in == null) {
        throw new IOException("the template '%s' is missing in this bundle".formatted(template));
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      for (var replacement : replacements.entrySet()) {
        text = text.replace("@" + replacement.getKey() + "@", replacement.getValue());
      }
      return text;
    }
  }
}
