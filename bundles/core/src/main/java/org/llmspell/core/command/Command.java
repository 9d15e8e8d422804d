package org.llmspell.core.command;

import java.io.IOException;
import org.llmspell.core.error.SpellException;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A command of the command line; a service described by {@link CommandSpec}. Bundles bring their
 * own: with the bundle the command comes and goes.
 *
 * <pre>{@code
 * @Component
 * @CommandSpec(
 *     name = "session delete",
 *     summary = "Deletes a session and its artifacts",
 *     parameters = "ID",
 *     options = "--keep-artifacts: leave the artifacts")
 * public final class SessionDeleteCommand implements Command { ... }
 * }</pre>
 *
 * <p>The command line was checked against the specification before the command is called, and the
 * class is loaded only then. One instance may be called by many threads at once.
 */
@ConsumerType
@FunctionalInterface
public interface Command {

  /**
   * Runs the command in the calling thread until it ends. Results go to {@link CommandCall#answer},
   * or to the request's output; nothing else does. An interrupt means: end soon.
   *
   * @return the exit code, {@link CommandRunner#OK} as a rule
   * @throws UsageException when the command line makes no sense; exit code 2
   * @throws SpellException when the command failed; exit code 1
   * @throws IOException when reading or writing failed; exit code 1
   * @throws InterruptedException when it was interrupted; exit code 1
   */
  int run(CommandCall call) throws IOException, InterruptedException;
}
