package org.llmspell.itests.container;

import static org.ops4j.pax.exam.CoreOptions.bundle;
import static org.ops4j.pax.exam.CoreOptions.cleanCaches;
import static org.ops4j.pax.exam.CoreOptions.composite;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;
import static org.ops4j.pax.exam.CoreOptions.junitBundles;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.ops4j.pax.exam.Option;

/** What the container is made of: the bundles of the standard feature and what the tests use. */
final class Platform {
  private Platform() {}

  /** The container of one test class, with a data folder of its own. */
  static Option[] of(Class<?> test) {
    Path home = emptyFolder(test.getSimpleName());
    return new Option[] {
      cleanCaches(),
      frameworkProperty("llmspell.home").value(home.toString()),
      composite(bundles("itests.platform")),
      composite(bundles("itests.tests")),
      junitBundles()
    };
  }

  /** The same with a Felix EventAdmin beside our bundles. */
  static Option[] withEventAdmin(Class<?> test) {
    List<Option> options = new ArrayList<>(List.of(of(test)));
    options.addAll(List.of(bundles("itests.event-admin")));
    return options.toArray(Option[]::new);
  }

  /** The jars of the standard feature. */
  static List<Path> jars() {
    return jars("itests.platform");
  }

  /** An empty folder for the files of a test. */
  static Path emptyFolder(String name) {
    Path folder = Path.of(System.getProperty("itests.work"), name);
    try {
      if (Files.exists(folder)) {
        try (Stream<Path> files = Files.walk(folder)) {
          for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
            Files.delete(file);
          }
        }
      }
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Option[] bundles(String property) {
    return jars(property).stream()
        .map(jar -> {
          var option = bundle("reference:" + jar.toUri());
          return jar.getFileName().toString().startsWith("slf4j-nop") ? option.noStart() : option;
        })
        .toArray(Option[]::new);
  }

  private static List<Path> jars(String property) {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty(property)))) {
      return files.filter(f -> f.toString().endsWith(".jar")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
