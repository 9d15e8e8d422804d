package org.llmspell.hooks;

import java.util.List;
import org.llmspell.core.script.ScriptGlobal;
import org.llmspell.core.script.ScriptSession;
import org.llmspell.hooks.builtin.BuiltinHooks;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * The global {@code Hook}: functions of a script as hooks, and the built-in ones. What a script has
 * added goes when it ends. The built-in hooks that its settings name are there while it runs.
 */
@Component
public final class HookGlobal implements ScriptGlobal {
  private final HookService hooks;
  private final BuiltinHooks builtins;

  /** The global over the hooks of the container. */
  @Activate
  public HookGlobal(@Reference HookService hooks) {
    this.hooks = hooks;
    this.builtins = new BuiltinHooks(hooks);
  }

  @Override
  public List<String> names() {
    return List.of("Hook");
  }

  @Override
  public Object open(ScriptSession session) {
    var functions = new HookFunctions(hooks, builtins, session);
    functions.enableConfigured();
    return functions;
  }
}
