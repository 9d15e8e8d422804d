package org.llmspell.itests.container;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.model.FinishReason;
import org.llmspell.core.model.LanguageModel;
import org.llmspell.core.model.ModelCapabilities;
import org.llmspell.core.model.ModelProvider;
import org.llmspell.core.model.ModelReply;
import org.llmspell.core.model.ModelRequest;
import org.llmspell.core.model.ModelSettings;
import org.llmspell.core.model.ModelStream;
import org.llmspell.core.model.TokenUsage;

/** Makes a bundle with the provider {@code acme}; the class is also the one in it. */
public final class ModelBundle implements ModelProvider, LanguageModel {
  private static final String COMPONENT =
      """
      <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.3.0" name="org.example.acme">
        <implementation class="%s"/>
        <service><provide interface="%s"/></service>
        <property name="llmspell.model.provider.name" value="acme"/>
        <property name="llmspell.model.provider.key.required" type="Boolean" value="false"/>
      </scr:component>
      """
          .formatted(ModelBundle.class.getName(), ModelProvider.class.getName());

  @Override
  public LanguageModel model(ModelSettings settings) {
    return this;
  }

  @Override
  public ModelCapabilities capabilities() {
    return new ModelCapabilities(false, false, false, false, null, null);
  }

  @Override
  public ModelReply generate(ModelRequest request, ExecutionContext context) {
    return new ModelReply(
        "acme says " + request.messages().getLast().text(),
        List.of(),
        TokenUsage.UNKNOWN,
        FinishReason.STOP,
        "acme",
        null,
        Duration.ZERO,
        Map.of());
  }

  @Override
  public ModelStream stream(ModelRequest request, ExecutionContext context) {
    throw new UnsupportedOperationException("acme does not stream");
  }

  /** The bundle {@code org.example.acme}. */
  static Path jar(Path target) throws IOException {
    var manifest = new Manifest();
    Map.of(
            "Manifest-Version", "1.0",
            "Bundle-ManifestVersion", "2",
            "Bundle-SymbolicName", "org.example.acme",
            "Bundle-Version", "1.0.0",
            "Import-Package", "org.llmspell.core.model, org.llmspell.core.context",
            "Service-Component", "OSGI-INF/acme.xml")
        .forEach(
            (name, value) -> manifest.getMainAttributes().put(new Attributes.Name(name), value));
    String code = ModelBundle.class.getName().replace('.', '/') + ".class";
    try (OutputStream file = Files.newOutputStream(target);
        var jar = new JarOutputStream(file, manifest);
        InputStream bytes = ModelBundle.class.getClassLoader().getResourceAsStream(code)) {
      jar.putNextEntry(new JarEntry(code));
      bytes.transferTo(jar);
      jar.putNextEntry(new JarEntry("OSGI-INF/acme.xml"));
      jar.write(COMPONENT.getBytes(UTF_8));
    }
    return target;
  }
}
