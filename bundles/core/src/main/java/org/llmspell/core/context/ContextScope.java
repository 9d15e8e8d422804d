package org.llmspell.core.context;

import org.llmspell.core.component.ComponentId;

/** What a context, or a region of shared memory, belongs to. */
public sealed interface ContextScope {

  /** Everyone. */
  record Global() implements ContextScope {
    @Override
    public String toString() {
      return "global";
    }
  }

  /** One session. */
  record Session(String id) implements ContextScope {
    @Override
    public String toString() {
      return "session:" + id;
    }
  }

  /** One run of a workflow. */
  record Workflow(String id) implements ContextScope {
    @Override
    public String toString() {
      return "workflow:" + id;
    }
  }

  /** One agent. */
  record Agent(ComponentId id) implements ContextScope {
    @Override
    public String toString() {
      return "agent:" + id;
    }
  }

  /** One user. */
  record User(String id) implements ContextScope {
    @Override
    public String toString() {
      return "user:" + id;
    }
  }
}
