package org.llmspell.workflows.checkpoint;

import org.jspecify.annotations.Nullable;
import org.llmspell.core.state.StateStore;
import org.osgi.service.component.ComponentServiceObjects;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** Takes the store of state when it is asked for, so that it is not made for those that do not. */
@Component
public final class StateWhenAsked implements StateAccess {
  private @Nullable ComponentServiceObjects<StateStore> stores;
  private @Nullable StateStore taken;

  /** A store that has come. */
  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY,
      unbind = "removeStores")
  synchronized void addStores(ComponentServiceObjects<StateStore> newStores) {
    giveBack();
    stores = newStores;
  }

  /** A store that goes; another one may have come before. */
  synchronized void removeStores(ComponentServiceObjects<StateStore> old) {
    ComponentServiceObjects<StateStore> known = stores;
    if (known != null && known.getServiceReference().equals(old.getServiceReference())) {
      giveBack();
      stores = null;
    }
  }

  private void giveBack() {
    if (stores != null && taken != null) {
      stores.ungetService(taken);
    }
    taken = null;
  }

  @Override
  public synchronized @Nullable StateStore store() {
    if (taken == null && stores != null) {
      taken = stores.getService();
    }
    return taken;
  }
}
