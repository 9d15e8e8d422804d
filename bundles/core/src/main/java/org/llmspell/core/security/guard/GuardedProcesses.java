package org.llmspell.core.security.guard;

import java.io.IOException;
import java.nio.file.Path;
import org.llmspell.core.error.SpellException;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The programs that one call may run. No shell is involved: a program gets its arguments as they
 * are. Safe to share between threads.
 */
@ProviderType
public interface GuardedProcesses {

  /**
   * The program behind a name.
   *
   * @throws SpellException of kind Security when it is not allowed, of kind Tool when there is none
   */
  Path resolve(String executable);

  /**
   * Runs a program and waits for its end. When its time is over, when the calling thread is
   * interrupted, or when the call is cancelled, it is killed with all that it has started.
   *
   * @throws SpellException of kind Security when the program, an argument, or the folder is not
   *     allowed
   */
  ProcessResult run(ProcessCall call) throws IOException, InterruptedException;
}
