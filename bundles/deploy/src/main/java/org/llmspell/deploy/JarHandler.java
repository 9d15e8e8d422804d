package org.llmspell.deploy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.plugin.ArtifactHandler;
import org.osgi.service.component.annotations.Component;

/** Takes jars as they are. */
@Component(name = "org.llmspell.deploy.jar")
public final class JarHandler implements ArtifactHandler {

  @Override
  public boolean handles(Path artifact) {
    return artifact.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(Store.JAR);
  }

  @Override
  public Path toBundle(Path artifact, Path work) {
    String label = artifact.getFileName().toString();
    try {
      PluginJar.read(artifact, label);
      return artifact;
    } catch (IOException e) {
      throw SpellException.validation(
          "artifact", "'%s' can not be read: %s".formatted(artifact, e.getMessage()));
    }
  }
}
