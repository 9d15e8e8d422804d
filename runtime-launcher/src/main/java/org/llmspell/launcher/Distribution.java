package org.llmspell.launcher;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An unpacked distribution, as its index {@code lib/platform.index} describes it: a line with the
 * version, a line with the identity of the build, then a line for each bundle with its start level
 * and the name of its jar.
 *
 * @param root the folder
 * @param version version of the product
 * @param build changes whenever a bundle changes
 * @param bundles the jars in {@code lib} by location, in the order of installing
 * @param levels start level by location
 */
record Distribution(
    Path root,
    String version,
    String build,
    Map<String, Path> bundles,
    Map<String, Integer> levels) {

  /** The folder is told by the start script. */
  static final String PROPERTY = "llmspell.distribution";

  /** Level at which the platform is complete and plugins start. */
  static final int PLUGIN_LEVEL = 4;

  private static final String LOCATION = "llmspell:";

  static Distribution at(@Nullable String root) {
    if (root == null) {
      throw new LaunchException("Start LLMSpell with the script llmspell, not with java.");
    }
    Path folder = Path.of(root);
    Path index = folder.resolve("lib").resolve("platform.index");
    try {
      List<String> lines = Files.readAllLines(index);
      if (lines.size() < 2) {
        throw new EOFException(index + " ends after " + lines.size() + " lines");
      }
      var bundles = new LinkedHashMap<String, Path>();
      var levels = new LinkedHashMap<String, Integer>();
      for (String line : lines.subList(2, lines.size())) {
        String jar = line.substring(2);
        bundles.put(LOCATION + jar, folder.resolve("lib").resolve(jar));
        levels.put(LOCATION + jar, line.charAt(0) - '0');
      }
      return new Distribution(folder, lines.get(0), lines.get(1), bundles, levels);
    } catch (IOException | IndexOutOfBoundsException e) {
      throw new LaunchException(
          "The distribution in " + folder + " is damaged: cannot read " + index + ".", e);
    }
  }

  /** Tells this distribution from any other, and this build from any other. */
  String stamp() {
    return version + '\n' + build + '\n' + root + '\n';
  }

  /** The repository of the plugin SDK, if the distribution has it. */
  @Nullable Path sdk() {
    Path sdk = root.resolve("sdk").resolve("repository");
    return Files.isDirectory(sdk) ? sdk : null;
  }
}
