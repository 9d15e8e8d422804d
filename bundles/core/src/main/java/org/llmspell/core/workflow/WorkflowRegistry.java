package org.llmspell.core.workflow;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/** The workflows of the container. Safe to share between threads. */
@ProviderType
public interface WorkflowRegistry {

  /**
   * Makes a workflow and keeps it until it is removed.
   *
   * @param form plain values: {@code type}, {@code name} and what the type needs, as the guide
   *     says; in place of a function's name there may be a {@link StepFunction}
   * @throws org.llmspell.core.error.SpellException of kind Validation that names the place in the
   *     form, such as {@code steps[2].tool}
   */
  Workflow create(Map<String, ? extends @Nullable Object> form);

  /** The workflow of an id, or the one that was made last of a name. */
  Optional<Workflow> find(String idOrName);

  /** All of them, in the order in which they were made. */
  List<Workflow> list();

  /** Forgets a workflow; says whether it was there. Runs that go on end as they would. */
  boolean remove(String idOrName);
}
