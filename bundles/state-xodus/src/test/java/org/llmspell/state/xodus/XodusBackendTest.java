package org.llmspell.state.xodus;

import org.llmspell.core.state.backend.StateBackendFactory;
import org.llmspell.testkit.state.DurableBackendContract;

class XodusBackendTest implements DurableBackendContract {

  @Override
  public StateBackendFactory factory() {
    return new XodusBackends();
  }
}
