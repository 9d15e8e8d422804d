package org.llmspell.deploy;

import java.util.Collection;
import org.osgi.framework.Bundle;
import org.osgi.framework.hooks.bundle.CollisionHook;
import org.osgi.framework.hooks.resolver.ResolverHook;
import org.osgi.framework.hooks.resolver.ResolverHookFactory;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.service.component.annotations.Component;

/**
 * Lets two versions of one plugin be there at once, whatever they are: equal versions, singletons,
 * and bundles that export packages and would take those of the version that is about to go.
 */
@Component(
    name = "org.llmspell.deploy.side-by-side",
    service = {ResolverHookFactory.class, CollisionHook.class})
public final class SideBySide implements ResolverHookFactory, CollisionHook {

  @Override
  public void filterCollisions(int operation, Bundle target, Collection<Bundle> collisions) {
    if (operation == INSTALLING) {
      // Only plugins are installed over plugins: the deployer refuses names of the platform.
      collisions.removeIf(PluginBundles::isPlugin);
    }
  }

  @Override
  public ResolverHook begin(Collection<BundleRevision> triggers) {
    return new Apart();
  }

  /** Keeps the versions of one plugin apart. */
  private static final class Apart implements ResolverHook {

    @Override
    public void filterResolvable(Collection<BundleRevision> candidates) {
      // all may resolve
    }

    @Override
    public void filterSingletonCollisions(
        BundleCapability singleton, Collection<BundleCapability> collisions) {
      collisions.removeIf(other -> areVersions(singleton.getRevision(), other.getRevision()));
    }

    @Override
    public void filterMatches(
        BundleRequirement requirement, Collection<BundleCapability> candidates) {
      candidates.removeIf(
          candidate -> areVersions(requirement.getRevision(), candidate.getRevision()));
    }

    @Override
    public void end() {
      // nothing is kept
    }

    private static boolean areVersions(BundleRevision a, BundleRevision b) {
      return a.getBundle() != b.getBundle()
          && String.valueOf(a.getSymbolicName()).equals(b.getSymbolicName())
          && PluginBundles.isPlugin(a.getBundle())
          && PluginBundles.isPlugin(b.getBundle());
    }
  }
}
