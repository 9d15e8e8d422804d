package org.llmspell.core.hook.replay;

import java.util.List;
import java.util.function.Predicate;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Keeps runs of hooks; a service, of which the one with the highest ranking is used. The default
 * one keeps the last runs in memory.
 */
@ConsumerType
public interface HookRecorder {

  /** Whether runs should be handed over at all; cheap. */
  boolean isRecording();

  /** Begins or ends recording. */
  void setRecording(boolean recording);

  /** Keeps a run; called on the thread of the hook, so it must be quick. */
  void record(HookExecution execution);

  /** The runs that a filter accepts, oldest first. */
  List<HookExecution> find(Predicate<HookExecution> filter);

  /** Forgets all runs. */
  void clear();
}
