package org.llmspell.deploy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;

/**
 * What the manifest of a jar says about the plugin in it. Only for jars that were verified.
 *
 * @param name symbolic name
 * @param version the version
 */
record PluginJar(String name, Version version) {
  private static final Pattern NEEDED_JAVA =
      Pattern.compile("\\(osgi\\.ee=JavaSE\\)\\(version(?:>)?=(\\d+)");
  private static final String SYMBOLIC_NAME = "[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*";

  /**
   * Reads the manifest.
   *
   * @param label how to call the jar in a message
   * @throws SpellException of kind Validation that says why the file is no plugin
   */
  static PluginJar read(Path file, String label) throws IOException {
    try (var jar = open(file, label)) {
      Manifest manifest = manifest(jar, label);
      if (manifest == null) {
        throw refusal(
            "'%s' has no manifest (META-INF/MANIFEST.MF), so it is no plugin; build it with bnd"
                .formatted(label));
      }
      return of(manifest.getMainAttributes(), label);
    }
  }

  private static PluginJar of(Attributes headers, String label) {
    String name = headers.getValue(Constants.BUNDLE_SYMBOLICNAME);
    if (name == null || name.isBlank()) {
      throw refusal(
          "'%s' is a plain jar: its manifest has no Bundle-SymbolicName; build it with bnd"
              .formatted(label));
    }
    name = name.replaceFirst(";.*", "").strip();
    if (!name.matches(SYMBOLIC_NAME)) {
      throw refusal("'%s' has the symbolic name '%s', which is not valid".formatted(label, name));
    }
    String host = headers.getValue(Constants.FRAGMENT_HOST);
    if (host != null) {
      throw refusal(
          "'%s' is a fragment of bundle '%s'; a plugin must be a bundle of its own"
              .formatted(label, host.replaceFirst(";.*", "").strip()));
    }
    checkContent(headers, label);
    checkJava(neededJava(headers), label);
    return new PluginJar(name, version(headers, label));
  }

  private static void checkContent(Attributes headers, String label) {
    if (headers.getValue("Service-Component") == null
        && headers.getValue(Constants.BUNDLE_ACTIVATOR) == null
        && headers.getValue(Constants.EXPORT_PACKAGE) == null) {
      throw refusal(
          ("'%s' is a bundle but no plugin: it has no component (Service-Component)"
                  + " and exports no package")
              .formatted(label));
    }
  }

  private static Version version(Attributes headers, String label) {
    String version = headers.getValue(Constants.BUNDLE_VERSION);
    try {
      return Version.parseVersion(version);
    } catch (IllegalArgumentException e) {
      throw refusal(
          "'%s' has the Bundle-Version '%s'; write it as major.minor.micro[.qualifier]"
              .formatted(label, String.valueOf(version)));
    }
  }

  private static int neededJava(Attributes headers) {
    String required = headers.getValue(Constants.REQUIRE_CAPABILITY);
    Matcher matcher = NEEDED_JAVA.matcher(required == null ? "" : required);
    return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
  }

  private static void checkJava(int needed, String label) {
    int running = Runtime.version().feature();
    if (needed > running) {
      throw refusal(
          "'%s' needs Java %s, but this container runs on Java %s"
              .formatted(label, Integer.toString(needed), Integer.toString(running)));
    }
  }

  private static JarFile open(Path file, String label) throws IOException {
    try {
      return new JarFile(file.toFile(), false);
    } catch (ZipException e) {
      throw refusal("'%s' is not a jar, or not all of one".formatted(label));
    }
  }

  private static @Nullable Manifest manifest(JarFile jar, String label) {
    try {
      return jar.getManifest();
    } catch (IOException e) {
      throw refusal("The manifest of '%s' can not be read: %s".formatted(label, Words.of(e)));
    }
  }

  private static SpellException refusal(String message) {
    return SpellException.validation("artifact", message);
  }
}
