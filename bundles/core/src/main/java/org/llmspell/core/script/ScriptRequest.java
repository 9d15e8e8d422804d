package org.llmspell.core.script;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.llmspell.core.config.Settings;
import org.llmspell.core.context.ExecutionContext;

/**
 * All that one run of a script needs.
 *
 * @param source the script
 * @param language the engine to use, for example {@code lua}
 * @param arguments what was given after {@code --}
 * @param workingDirectory where relative paths start
 * @param environment the environment variables that the script may see, after filtering
 * @param settings limits and sandbox
 * @param input standard input
 * @param output where {@code print} writes; not closed
 * @param errors where the script's standard error goes; not closed
 * @param context the context of its calls; its cancellation stops the script
 */
public record ScriptRequest(
    ScriptSource source,
    String language,
    List<String> arguments,
    Path workingDirectory,
    Map<String, String> environment,
    Settings settings,
    InputStream input,
    OutputStream output,
    OutputStream errors,
    ExecutionContext context) {

  /** Copies the collections. */
  public ScriptRequest {
    arguments = List.copyOf(arguments);
    environment = Map.copyOf(environment);
  }

  /** The same run in another context. */
  public ScriptRequest in(ExecutionContext newContext) {
    return new ScriptRequest(
        source,
        language,
        arguments,
        workingDirectory,
        environment,
        settings,
        input,
        output,
        errors,
        newContext);
  }
}
