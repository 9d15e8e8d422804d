package org.llmspell.state.memory;

import org.llmspell.core.state.backend.StateBackendFactory;
import org.llmspell.testkit.state.StateBackendContract;

class MemoryBackendTest implements StateBackendContract {

  @Override
  public StateBackendFactory factory() {
    return new MemoryBackends();
  }
}
