package org.llmspell.core.runtime;

import java.time.Duration;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Who is inside which bundle's tools. Before a bundle is stopped, its tools are closed for new
 * calls and the running ones are waited for. Safe to share between threads.
 */
@ProviderType
public interface ToolLeases {

  /** How many calls are inside the tools of a bundle now. */
  int inFlight(long bundleId);

  /**
   * Closes the tools of a bundle for new calls and waits for the running ones. A call that comes
   * from inside such a running call is still let in, so that draining never waits for itself. Calls
   * that still run after {@code patience} are cancelled and interrupted.
   *
   * @return whether all calls ended by themselves
   */
  boolean drain(long bundleId, Duration patience) throws InterruptedException;

  /** Opens the tools of a bundle again, after a drain that was not followed by a stop. */
  void reopen(long bundleId);
}
