package jetbrains.exodus.core.execution;

import java.util.Collection;
import java.util.List;

/**
 * Stands in for the class of Xodus with this name, which keeps its threads in statics for ever, so
 * that a stopped bundle would never be let go. Whoever asks here gets a processor that is not
 * started: it takes no jobs and has no thread. Xodus uses it for periodic statistics and for
 * deferred work that our settings turn off; the collector of garbage has a thread of its own, which
 * ends when a store is closed.
 */
public final class ThreadJobProcessorPool {
  private ThreadJobProcessorPool() {}

  /** A processor without a thread. */
  public static ThreadJobProcessor getOrCreateJobProcessor(String name) {
    return new ThreadJobProcessor(name);
  }

  /** Nothing: no processor is kept. */
  public static Collection<JobProcessor> getProcessors() {
    return List.of();
  }
}
