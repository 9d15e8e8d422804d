package org.llmspell.workflows;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.script.ScriptGlobal;
import org.llmspell.core.script.ScriptSession;
import org.llmspell.core.state.StateStore;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The global {@code Workflow}: makes and runs workflows. Those that a script makes end with it. */
@Component
public final class WorkflowGlobal implements ScriptGlobal {
  private final WorkflowService workflows;
  private final StateAccess state;

  /** The global over the workflows of the container. */
  @Activate
  public WorkflowGlobal(BundleContext context, @Reference WorkflowService workflows) {
    this(workflows, new Looked(context));
  }

  WorkflowGlobal(WorkflowService workflows, StateAccess state) {
    this.workflows = workflows;
    this.state = state;
  }

  /** Finds the store of state, when there is one. */
  interface StateAccess {
    /** The store; null when there is none. */
    @Nullable StateStore store();
  }

  /** Looks for state only when a script asks, so that it is not made for those that do not. */
  private record Looked(BundleContext context) implements StateAccess {
    @Override
    public @Nullable StateStore store() {
      ServiceReference<StateStore> reference = context.getServiceReference(StateStore.class);
      return reference == null ? null : context.getService(reference);
    }
  }

  @Override
  public List<String> names() {
    return List.of("Workflow");
  }

  @Override
  public Object open(ScriptSession session) {
    return new WorkflowFunctions(workflows, state, session);
  }
}
