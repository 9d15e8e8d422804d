package org.llmspell.state.memory;

import java.nio.file.Path;
import java.util.List;
import org.llmspell.core.state.backend.StateBackend;
import org.llmspell.core.state.backend.StateBackendFactory;
import org.llmspell.core.state.backend.StoreReport;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Opens stores in memory: each call gives an empty one, whatever the folder. Thread-safe. */
@Component(
    name = "org.llmspell.state.memory",
    property = StateBackendFactory.NAME + "=" + MemoryBackend.NAME)
public final class MemoryBackends implements StateBackendFactory {
  private static final StoreReport NOTHING = new StoreReport(true, 0, 0, List.of());

  /** A factory without settings. */
  @Activate
  public MemoryBackends() {}

  @Override
  public StateBackend open(Path folder) {
    return new MemoryBackend();
  }

  @Override
  public StoreReport inspect(Path folder) {
    return NOTHING;
  }

  @Override
  public StoreReport salvage(Path folder, Path target) {
    return NOTHING;
  }
}
