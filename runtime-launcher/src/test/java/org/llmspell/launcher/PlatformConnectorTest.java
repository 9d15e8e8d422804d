package org.llmspell.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.connect.ConnectContent;

class PlatformConnectorTest {

  @TempDir Path folder;
  private PlatformConnector connector;

  @BeforeEach
  void makeABundle() throws Exception {
    var manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue("Bundle-SymbolicName", "a");
    Path jar = folder.resolve("a.jar");
    try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
      out.putNextEntry(new ZipEntry("OSGI-INF/a.xml"));
      out.write("<a/>".getBytes(java.nio.charset.StandardCharsets.UTF_8));
      out.closeEntry();
    }
    connector = new PlatformConnector(Map.of("llmspell:a.jar", jar));
  }

  @Test
  void givesHeadersEntriesAndTheClassLoaderOfThePlatform() throws Exception {
    ConnectContent content = connector.connect("llmspell:a.jar").orElseThrow().getContent();
    content.open();

    assertThat(content.getHeaders().orElseThrow()).containsEntry("Bundle-SymbolicName", "a");
    assertThat(content.getEntries()).contains("OSGI-INF/a.xml", "META-INF/MANIFEST.MF");
    assertThat(content.getEntry("OSGI-INF/a.xml").orElseThrow().getBytes())
        .asString()
        .isEqualTo("<a/>");
    assertThat(content.getEntry("OSGI-INF/b.xml")).isEmpty();
    assertThat(content.getClassLoader()).contains(Launcher.class.getClassLoader());
    content.close();
    assertThatThrownBy(content::getEntries).isInstanceOf(FileNotFoundException.class);
  }

  @Test
  void leavesOtherBundlesToTheFramework() {
    assertThat(connector.connect("file:/somewhere/plugin.jar")).isEmpty();
  }
}
