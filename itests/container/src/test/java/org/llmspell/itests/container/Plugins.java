package org.llmspell.itests.container;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** The sample plugins, and changed copies of them. */
final class Plugins {
  private Plugins() {}

  /** Version 1 or 2 of the plugin {@code org.example.greeter}. */
  static Path greeter(int version) {
    return jar("org.example.greeter-" + version + ".0.0.jar");
  }

  /** One of the variants of the greeter that must be refused. */
  static Path broken(String how) {
    return jar("org.example.greeter-broken-" + how + "-3.0.0.jar");
  }

  /** The plugin {@code org.example.greeter-slow}. */
  static Path slow() {
    return jar("org.example.greeter-slow-1.0.0.jar");
  }

  /** The plugin {@code org.example.rival}, which also has a tool {@code greeter}. */
  static Path rival() {
    return jar("org.example.rival-3.0.0.jar");
  }

  /** The plugin {@code org.example.extras}: a script global and a stage of the pipeline. */
  static Path extras() {
    return jar("org.example.extras-1.0.0.jar");
  }

  /** The plugin {@code org.example.visitor}: a hook and subscribers. */
  static Path visitor() {
    return jar("org.example.visitor-1.0.0.jar");
  }

  /** A copy of a jar with other headers in its manifest. */
  static Path copy(Path jar, Path target, Map<String, String> headers) {
    try (var source = new JarFile(jar.toFile())) {
      var manifest = new Manifest(source.getManifest());
      headers.forEach((k, v) -> manifest.getMainAttributes().put(new Attributes.Name(k), v));
      try (var copy = new JarOutputStream(Files.newOutputStream(target), manifest)) {
        Enumeration<JarEntry> entries = source.entries();
        while (entries.hasMoreElements()) {
          JarEntry entry = entries.nextElement();
          if (!entry.getName().equals(JarFile.MANIFEST_NAME)) {
            copy.putNextEntry(new JarEntry(entry.getName()));
            source.getInputStream(entry).transferTo(copy);
          }
        }
      }
      return target;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path jar(String name) {
    Path jar = Path.of(System.getProperty("itests.plugins"), name);
    if (!Files.exists(jar)) {
      throw new IllegalStateException("No such sample: " + jar);
    }
    return jar;
  }
}
