package org.llmspell.deploy;

import java.nio.file.Path;
import java.util.Locale;
import org.llmspell.core.plugin.ArtifactHandler;
import org.osgi.service.component.annotations.Component;

/** Takes jars as they are. They are looked into when they were copied, by the verifier. */
@Component(name = "org.llmspell.deploy.jar")
public final class JarHandler implements ArtifactHandler {

  @Override
  public boolean handles(Path artifact) {
    return artifact.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(Store.JAR);
  }

  @Override
  public Path toBundle(Path artifact, Path work) {
    return artifact;
  }
}
