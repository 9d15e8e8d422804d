package org.llmspell.console;

import java.nio.file.Path;
import java.util.Optional;
import org.osgi.framework.BundleContext;

/**
 * What the launcher says about the installation.
 *
 * @param version of the product
 * @param home the data folder
 * @param sdk the Maven repository with what plugins are built with
 */
record Product(String version, Path home, Optional<Path> sdk) {

  static Product of(BundleContext context) {
    String version = context.getProperty("llmspell.version");
    String home = context.getProperty("llmspell.home");
    return new Product(
        version == null ? context.getBundle().getVersion().toString() : version,
        home == null ? Path.of(System.getProperty("user.home"), ".llmspell") : Path.of(home),
        Optional.ofNullable(context.getProperty("llmspell.sdk")).map(Path::of));
  }
}
