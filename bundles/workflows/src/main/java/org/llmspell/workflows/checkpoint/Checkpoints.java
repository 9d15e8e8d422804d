package org.llmspell.workflows.checkpoint;

import java.util.UUID;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.workflows.definition.Definition;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Opens journals. Safe to share between threads. */
@Component(service = Checkpoints.class)
public final class Checkpoints {

  /** Without anything. */
  @Activate
  public Checkpoints() {}

  /** The journal of a new run. */
  public Journal fresh(Definition definition, ExecutionContext context) {
    return new NoJournal(UUID.randomUUID().toString());
  }
}
