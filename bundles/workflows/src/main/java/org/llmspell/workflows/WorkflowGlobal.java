package org.llmspell.workflows;

import java.util.List;
import org.llmspell.core.script.ScriptGlobal;
import org.llmspell.core.script.ScriptSession;
import org.llmspell.workflows.checkpoint.StateAccess;
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
  public WorkflowGlobal(@Reference WorkflowService workflows, @Reference StateAccess state) {
    this.workflows = workflows;
    this.state = state;
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
