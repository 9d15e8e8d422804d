package org.llmspell.benchmarks;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.llmspell.core.config.Settings;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.script.ScriptRequest;
import org.llmspell.core.script.ScriptSource;

/** Requests to run scripts, with the default limits and sandbox. */
final class Scripts {
  private Scripts() {}

  static ScriptRequest of(String name, String text) {
    return new ScriptRequest(
        ScriptSource.ofText(name, text),
        "lua",
        List.of(),
        Path.of("").toAbsolutePath(),
        Map.of(),
        Settings.NONE,
        InputStream.nullInputStream(),
        OutputStream.nullOutputStream(),
        OutputStream.nullOutputStream(),
        ExecutionContext.create());
  }
}
