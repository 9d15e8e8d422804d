package org.llmspell.itests.container;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.llmspell.core.config.Settings;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.script.ScriptRequest;
import org.llmspell.core.script.ScriptRunner;
import org.llmspell.core.script.ScriptSource;

/** Runs Lua. */
final class Scripts {
  private Scripts() {}

  /** What a script returns. */
  static Object run(ScriptRunner runner, String code) {
    return runner
        .run(
            new ScriptRequest(
                ScriptSource.ofText("test.lua", code),
                "lua",
                List.of(),
                Path.of("").toAbsolutePath(),
                Map.of(),
                Settings.NONE,
                InputStream.nullInputStream(),
                OutputStream.nullOutputStream(),
                OutputStream.nullOutputStream(),
                ExecutionContext.create()))
        .value();
  }
}
