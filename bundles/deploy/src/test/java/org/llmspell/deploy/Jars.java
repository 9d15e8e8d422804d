package org.llmspell.deploy;

import aQute.bnd.osgi.Builder;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import javax.tools.ToolProvider;

/** Builds the jars of plugins as their authors would: compiled Java, bnd, annotations. */
final class Jars {
  private static final Map<String, Path> COMPILED = new ConcurrentHashMap<>();

  private Jars() {}

  /** A tool that answers with the version of its bundle. */
  static String tool(String className, String toolName, String body) {
    return """
    package demo;
    import java.util.*;
    import org.llmspell.core.*;
    import org.llmspell.core.context.ExecutionContext;
    import org.llmspell.core.plugin.*;
    import org.llmspell.core.tool.*;
    import org.osgi.framework.FrameworkUtil;
    import org.osgi.service.component.annotations.*;
    @Component
    @ToolSpec(name = "%2$s", description = "Greets", aliases = "%2$s-alias")
    public final class %1$s implements RecordTool<%1$s.Params>%4$s {
      public record Params(@Default("0") long millis) {}
      private volatile boolean stopped;
      private final String version =
          FrameworkUtil.getBundle(%1$s.class).getVersion().toString();
      @Deactivate
      public void stop() { stopped = true; }
      @Override
      public ToolOutput execute(Params p, ExecutionContext context) {
        check();
        if (p.millis() > 0) {
          try { Thread.sleep(p.millis()); }
          catch (InterruptedException e) { throw new IllegalStateException("cut off"); }
        }
        check();
        return ToolOutput.ofText(answer());
      }
      private void check() {
        if (stopped) { throw new IllegalStateException("called after its end"); }
      }
      %3$s
    }
    """
        .formatted(
            className,
            toolName,
            body.contains("answer()") ? body : body + "String answer() { return version; }",
            body.contains("snapshot()") ? ", Handover" : "");
  }

  static String greet() {
    return tool("Greet", "greet", "");
  }

  /** Builds a bundle. */
  static Path build(
      Path to, String name, String version, Map<String, String> more, String... code) {
    Path classes = COMPILED.computeIfAbsent(String.join("\n", code), _ -> compile(code));
    return pack(to, name, version, more, classes, "demo.*");
  }

  static Path build(Path to, String name, String version, String... code) {
    return build(to, name, version, Map.of(), code);
  }

  static Path pack(
      Path to,
      String name,
      String version,
      Map<String, String> more,
      Path classes,
      String packages) {
    try (var builder = new Builder()) {
      List<File> path = new ArrayList<>(List.of(classes.toFile()));
      for (String part : classPath().split(File.pathSeparator)) {
        if (!part.isEmpty() && !Path.of(part).equals(home(Jars.class))) {
          path.add(new File(part));
        }
      }
      builder.setClasspath(path.toArray(File[]::new));
      builder.setProperty("Bundle-SymbolicName", name);
      builder.setProperty("Bundle-Version", version);
      builder.setProperty("-noimportjava", "true");
      builder.setProperty("-noextraheaders", "true");
      builder.setProperty(
          "Import-Package", "!org.jspecify.annotations,!com.google.errorprone.annotations,*");
      if (!more.containsKey("Export-Package")) {
        builder.setProperty("Private-Package", packages);
      }
      more.forEach(builder::setProperty);
      var jar = builder.build();
      if (!builder.getErrors().isEmpty()) {
        throw new IllegalStateException(String.join("\n", builder.getErrors()));
      }
      jar.write(to.toFile());
      return to;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  static String classPath() {
    return String.valueOf(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
  }

  private static Path compile(String... code) {
    try {
      Path folder = Files.createTempDirectory("llmspell-plugin");
      folder.toFile().deleteOnExit();
      List<String> arguments =
          new ArrayList<>(
              List.of("-proc:none", "-nowarn", "-parameters", "-cp", classPath(), "-d"));
      arguments.add(folder.resolve("classes").toString());
      for (String source : code) {
        String name = source.replaceFirst("(?s).*?(?:class|interface) (\\w+).*", "$1");
        Path file = folder.resolve(name + ".java");
        Files.writeString(file, source);
        arguments.add(file.toString());
      }
      int result =
          ToolProvider.getSystemJavaCompiler()
              .run(null, null, null, arguments.toArray(String[]::new));
      if (result != 0) {
        throw new IllegalStateException("The plugin does not compile:\n" + code[0]);
      }
      return folder.resolve("classes");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same jar with another header; a null value removes it. */
  static Path with(Path jar, Path to, String header, String value) {
    try (var in = new JarFile(jar.toFile())) {
      Manifest manifest = in.getManifest();
      if (value.isEmpty()) {
        manifest.getMainAttributes().remove(new java.util.jar.Attributes.Name(header));
      } else {
        manifest.getMainAttributes().putValue(header, value);
      }
      try (var out = new JarOutputStream(Files.newOutputStream(to), manifest)) {
        for (JarEntry entry : in.stream().toList()) {
          if (!entry.getName().equals(JarFile.MANIFEST_NAME)) {
            out.putNextEntry(new JarEntry(entry.getName()));
            in.getInputStream(entry).transferTo(out);
            out.closeEntry();
          }
        }
      }
      return to;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Path version(Path jar, Path folder, String version) {
    return with(jar, folder.resolve("v" + version + ".jar"), "Bundle-Version", version);
  }

  /** The jar, or the folder of classes, that a class comes from. */
  static Path home(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
