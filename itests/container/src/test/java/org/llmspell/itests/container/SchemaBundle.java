package org.llmspell.itests.container;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.llmspell.core.state.migration.SchemaField;
import org.llmspell.core.state.migration.SchemaTarget;
import org.llmspell.core.state.migration.SchemaVersion;
import org.llmspell.core.state.migration.StateSchema;
import org.llmspell.core.state.migration.StateSchemaSource;

/** Makes a bundle with schemas of people; the class is also the one in it. */
public final class SchemaBundle implements StateSchemaSource {
  private static final String COMPONENT =
      """
      <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.3.0" name="org.example.people">
        <implementation class="%s"/>
        <service><provide interface="%s"/></service>
      </scr:component>
      """
          .formatted(SchemaBundle.class.getName(), StateSchemaSource.class.getName());

  @Override
  public List<StateSchema> schemas() {
    var people = new SchemaTarget("custom:people", "*");
    return List.of(
        StateSchema.of(
                "people", SchemaVersion.of(1, 0, 0), Map.of("name", SchemaField.required("string")))
            .withTargets(people),
        StateSchema.of(
                "people",
                SchemaVersion.of(1, 1, 0),
                Map.of(
                    "name", SchemaField.required("string"),
                    "age", SchemaField.required("integer").withDefault(7L)))
            .withTargets(people));
  }

  /** The bundle {@code org.example.people}. */
  static Path jar(Path target) throws IOException {
    var manifest = new Manifest();
    Map.of(
            "Manifest-Version", "1.0",
            "Bundle-ManifestVersion", "2",
            "Bundle-SymbolicName", "org.example.people",
            "Bundle-Version", "1.0.0",
            "Import-Package", "org.llmspell.core.state.migration",
            "Service-Component", "OSGI-INF/people.xml")
        .forEach(
            (name, value) -> manifest.getMainAttributes().put(new Attributes.Name(name), value));
    String code = SchemaBundle.class.getName().replace('.', '/') + ".class";
    try (OutputStream file = Files.newOutputStream(target);
        var jar = new JarOutputStream(file, manifest);
        InputStream bytes = SchemaBundle.class.getClassLoader().getResourceAsStream(code)) {
      jar.putNextEntry(new JarEntry(code));
      bytes.transferTo(jar);
      jar.putNextEntry(new JarEntry("OSGI-INF/people.xml"));
      jar.write(COMPONENT.getBytes(UTF_8));
    }
    return target;
  }
}
