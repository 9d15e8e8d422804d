package org.llmspell.state.xodus;

import org.llmspell.core.state.backend.StateBackendFactory;
import org.llmspell.testkit.state.StateBackendContract;

class XodusBackendTest implements StateBackendContract {

  @Override
  public StateBackendFactory factory() {
    return new XodusBackends();
  }
}
