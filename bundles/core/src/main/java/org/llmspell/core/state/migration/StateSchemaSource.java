package org.llmspell.core.state.migration;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/** Brings schemas; a service. Its schemas are gone when it is gone. */
@ConsumerType
@FunctionalInterface
public interface StateSchemaSource {

  /** The schemas; always the same ones. */
  List<StateSchema> schemas();
}
