package org.llmspell.itests.process;

import java.nio.file.Path;

/** The sample plugin in two versions. */
final class Greeter {
  private static final Path SAMPLES = Llmspell.checkout().resolve("plugins-sdk/samples");

  static final Path V1 = SAMPLES.resolve("greeter/greeter-1/target/org.example.greeter-1.0.0.jar");
  static final Path V2 = SAMPLES.resolve("greeter/greeter-2/target/org.example.greeter-2.0.0.jar");

  private Greeter() {}
}
