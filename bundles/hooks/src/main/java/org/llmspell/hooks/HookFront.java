package org.llmspell.hooks;

import java.util.List;
import java.util.function.Predicate;
import org.llmspell.core.hook.Hook;
import org.llmspell.core.hook.HookContext;
import org.llmspell.core.hook.HookExecutor;
import org.llmspell.core.hook.HookMetadata;
import org.llmspell.core.hook.HookOutcome;
import org.llmspell.core.hook.HookPoint;
import org.llmspell.core.hook.HookRegistry;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * The hooks as other bundles see them. Apart from {@link HookService}, because the framework hides
 * a service from those who have another class of any of its names.
 */
@Component(
    name = "org.llmspell.hooks.front",
    service = {HookExecutor.class, HookRegistry.class})
public final class HookFront implements HookExecutor, HookRegistry {
  private final HookService hooks;

  /** Hands everything on. */
  @Activate
  public HookFront(@Reference HookService hooks) {
    this.hooks = hooks;
  }

  @Override
  public boolean isActive(HookPoint point) {
    return hooks.isActive(point);
  }

  @Override
  public HookOutcome fire(HookContext context) {
    return hooks.fire(context);
  }

  @Override
  public HookRegistration register(HookPoint point, HookMetadata metadata, Hook hook) {
    return hooks.register(point, metadata, hook);
  }

  @Override
  public List<HookInfo> list(Predicate<HookInfo> filter) {
    return hooks.list(filter);
  }

  @Override
  public boolean setEnabled(String name, boolean enabled) {
    return hooks.setEnabled(name, enabled);
  }

  @Override
  public void setTagEnabled(String tag, boolean enabled) {
    hooks.setTagEnabled(tag, enabled);
  }

  @Override
  public void setAllEnabled(boolean enabled) {
    hooks.setAllEnabled(enabled);
  }

  @Override
  public boolean unregister(HookPoint point, String name) {
    return hooks.unregister(point, name);
  }

  @Override
  public int clear(Predicate<HookInfo> filter) {
    return hooks.clear(filter);
  }

  @Override
  public HookStatistics statistics() {
    return hooks.statistics();
  }
}
