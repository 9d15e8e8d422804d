package org.llmspell.workflows.checkpoint;

import org.jspecify.annotations.Nullable;
import org.llmspell.core.state.StateStore;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

/** Finds the store of state, when there is one. */
@FunctionalInterface
public interface StateAccess {

  /** The store; null when there is none. */
  @Nullable StateStore store();

  /** Looks for state only when it is asked for, so that it is not made for those that do not. */
  static StateAccess of(BundleContext context) {
    return () -> {
      ServiceReference<StateStore> reference = context.getServiceReference(StateStore.class);
      return reference == null ? null : context.getService(reference);
    };
  }
}
