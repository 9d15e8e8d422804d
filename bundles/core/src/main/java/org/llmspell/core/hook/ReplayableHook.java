package org.llmspell.core.hook;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A hook whose runs can be recorded and run again. A context is kept as plain values, so that it
 * can be stored as JSON.
 */
@ConsumerType
public interface ReplayableHook extends Hook {

  /** Whether this hook can be run again now. */
  default boolean isReplayable() {
    return true;
  }

  /** How much its recorded runs matter: those of a higher number may be kept longer. */
  default int retentionPriority() {
    return 0;
  }

  /** What to keep of a context. */
  default Map<String, @Nullable Object> saveContext(HookContext context) {
    return context.toPlain();
  }

  /**
   * The context of what was kept.
   *
   * @throws org.llmspell.core.error.SpellException of kind Validation when it is not usable
   */
  default HookContext loadContext(Map<String, ? extends @Nullable Object> kept) {
    return HookContext.fromPlain(kept);
  }
}
