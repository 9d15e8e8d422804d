package org.llmspell.state.xodus;

import java.nio.file.Path;
import org.llmspell.core.state.backend.StateBackend;
import org.llmspell.core.state.backend.StateBackendFactory;
import org.llmspell.core.state.backend.StoreReport;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Opens stores of Xodus, whose classes are not loaded before. Thread-safe. */
@Component(
    name = "org.llmspell.state.xodus",
    property = StateBackendFactory.NAME + "=" + XodusBackend.NAME)
public final class XodusBackends implements StateBackendFactory {

  /** A factory without settings. */
  @Activate
  public XodusBackends() {}

  @Override
  public StateBackend open(Path folder) {
    return XodusBackend.open(folder.toAbsolutePath().normalize());
  }

  @Override
  public StoreReport inspect(Path folder) {
    return Inspection.inspect(folder.toAbsolutePath().normalize());
  }

  @Override
  public StoreReport salvage(Path folder, Path target) {
    return Inspection.salvage(
        folder.toAbsolutePath().normalize(), target.toAbsolutePath().normalize());
  }
}
