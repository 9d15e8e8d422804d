package org.llmspell.state.migration;

import java.lang.System.Logger.Level;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.state.migration.StateSchema;
import org.llmspell.core.state.migration.StateSchemaSource;
import org.osgi.framework.ServiceReference;

/** The schemas of bundles, which come and go, and those of files. Safe to share between threads. */
final class Catalog {
  private static final System.Logger LOG = System.getLogger("llmspell.state");

  private final Map<ServiceReference<StateSchemaSource>, StateSchemaSource> sources =
      new ConcurrentSkipListMap<>(Comparator.reverseOrder());

  void add(ServiceReference<StateSchemaSource> reference, StateSchemaSource source) {
    sources.put(reference, source);
  }

  void remove(ServiceReference<StateSchemaSource> reference) {
    sources.remove(reference);
  }

  /** All schemas; of two that do not go together, the one of the higher ranking counts. */
  Schemas with(Schemas files) {
    Schemas all = files;
    for (Map.Entry<ServiceReference<StateSchemaSource>, StateSchemaSource> entry :
        sources.entrySet()) {
      try {
        for (StateSchema schema : entry.getValue().schemas()) {
          all = plus(all, schema, entry.getKey());
        }
      } catch (RuntimeException e) {
        // The code of others: its schemas are left out.
        LOG.log(
            Level.WARNING,
            "The schemas of bundle %s are left out".formatted(name(entry.getKey())),
            e);
      }
    }
    return all;
  }

  private static Schemas plus(
      Schemas all, StateSchema schema, ServiceReference<StateSchemaSource> reference) {
    try {
      return all.plus(schema);
    } catch (SpellException e) {
      LOG.log(
          Level.WARNING, "A schema of bundle {0} is left out: {1}", name(reference), e.message());
      return all;
    }
  }

  private static String name(ServiceReference<?> reference) {
    return String.valueOf(reference.getBundle());
  }
}
