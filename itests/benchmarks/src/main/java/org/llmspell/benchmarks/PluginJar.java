package org.llmspell.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Writes plugins of one tool, as many versions as are wanted. */
final class PluginJar {
  private static final String TOOL_CLASS = LoadTool.class.getName().replace('.', '/') + ".class";

  private PluginJar() {}

  /** A plugin whose tool has the name of the plugin. */
  static Path write(Path jar, String name, String version) throws IOException {
    var manifest = new Manifest();
    Attributes main = manifest.getMainAttributes();
    main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    main.putValue("Bundle-ManifestVersion", "2");
    main.putValue("Bundle-SymbolicName", "benchmark." + name);
    main.putValue("Bundle-Version", version);
    main.putValue(
        "Import-Package",
        "org.llmspell.core;version=\"[1,2)\",org.llmspell.core.context;version=\"[1,2)\","
            + "org.llmspell.core.tool;version=\"[1,2)\"");
    main.putValue("Service-Component", "OSGI-INF/tool.xml");
    main.putValue(
        "Provide-Capability",
        "llmspell.tool;llmspell.tool=\"%s\";version:Version=\"%s\"".formatted(name, version));
    main.putValue("Require-Capability", "osgi.extender;filter:=\"(osgi.extender=osgi.component)\"");
    try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest);
        InputStream tool =
            Container.present(
                PluginJar.class.getClassLoader().getResourceAsStream(TOOL_CLASS), TOOL_CLASS)) {
      add(out, TOOL_CLASS, tool.readAllBytes());
      add(out, "OSGI-INF/tool.xml", component(name, version).getBytes(StandardCharsets.UTF_8));
    }
    return jar;
  }

  private static void add(JarOutputStream out, String name, byte[] content) throws IOException {
    out.putNextEntry(new JarEntry(name));
    out.write(content);
    out.closeEntry();
  }

  private static String component(String name, String version) {
    return """
    <component xmlns="http://www.osgi.org/xmlns/scr/v1.3.0" name="benchmark.%1$s">
      <property name="llmspell.tool.name" value="%1$s"/>
      <property name="llmspell.tool.description" value="Answers"/>
      <property name="llmspell.tool.version" value="%2$s"/>
      <service><provide interface="org.llmspell.core.tool.Tool"/></service>
      <implementation class="%3$s"/>
    </component>
    """
        .formatted(name, version, LoadTool.class.getName());
  }
}
