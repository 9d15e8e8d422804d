package org.llmspell.hooks;

import java.util.ArrayList;
import java.util.List;
import org.llmspell.core.hook.HookRegistry.HookRegistration;

/** The hooks that one script has added; they go when it ends. Only on the script's thread. */
final class ScriptHooks implements AutoCloseable {
  private final List<HookRegistration> registrations = new ArrayList<>();
  private int tidyAt = 16;
  private volatile boolean closed;

  /** Whether the script still runs; any thread. */
  boolean isOpen() {
    return !closed;
  }

  void add(HookRegistration registration) {
    if (registrations.size() >= tidyAt) {
      registrations.removeIf(HookRegistration::isGone);
      tidyAt = 2 * registrations.size() + 16;
    }
    registrations.add(registration);
  }

  @Override
  public void close() {
    closed = true;
    registrations.forEach(HookRegistration::unregister);
  }
}
