package org.llmspell.core.runtime;

import java.time.Duration;
import java.util.List;
import org.llmspell.core.error.SpellException;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Decides which bundle's tools take calls, and knows who is inside them. This is what a plugin
 * manager swaps plugins with: hold the new bundle back, start and test it, switch over, drain the
 * old one. Safe to share between threads.
 */
@ProviderType
public interface ToolRouting {

  /**
   * Keeps the tools of a bundle out of the registry, those that it has and those that it registers
   * later. To be called before the bundle is started.
   */
  void hold(long bundleId);

  /** Ends {@link #hold}: the tools of the bundle take calls, all at once. */
  void release(long bundleId);

  /**
   * In one step, opens the tools of one bundle and closes those of another for new calls, whatever
   * their versions. No call can see a moment without them.
   */
  void switchOver(long fromBundleId, long toBundleId);

  /** The tools that a bundle has registered, held back or not. Loads no tool class. */
  List<ToolInfo> toolsOf(long bundleId);

  /**
   * Makes each tool of a bundle once, as its first call would.
   *
   * @throws SpellException of kind Tool that names the tool that can not be made, and why
   */
  void probe(long bundleId);

  /** How many calls are inside the tools of a bundle now. */
  int inFlight(long bundleId);

  /**
   * Closes the tools of a bundle for new calls and waits for the running ones. A call that comes
   * from inside such a running call is still let in, so that draining never waits for itself. Calls
   * that still run after {@code patience} are cancelled and their threads interrupted.
   *
   * @return whether all calls ended by themselves
   */
  boolean drain(long bundleId, Duration patience) throws InterruptedException;

  /**
   * Opens the tools of a bundle again after a drain that was not followed by a stop. A bundle that
   * was stopped and started again takes calls without it.
   */
  void reopen(long bundleId);
}
