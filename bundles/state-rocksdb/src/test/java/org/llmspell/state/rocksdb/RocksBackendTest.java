package org.llmspell.state.rocksdb;

import org.llmspell.core.state.backend.StateBackendFactory;
import org.llmspell.testkit.state.DurableBackendContract;

class RocksBackendTest implements DurableBackendContract {

  @Override
  public StateBackendFactory factory() {
    return new RocksBackends();
  }
}
