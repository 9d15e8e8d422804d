package org.example.visitor;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.llmspell.core.hook.Hook;
import org.llmspell.core.hook.HookContext;
import org.llmspell.core.hook.HookResult;
import org.llmspell.core.hook.HookSpec;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/**
 * Notes in the result of each tool call that it was here, at the beginning and at the end of its
 * visit. It also notes when it is run after its end, or ends while it is run.
 */
@Component
@HookSpec(
    name = "visitor",
    points = "AfterToolExecution",
    description = "Notes its visits",
    breaker = "none") // on a busy machine a visit may take long, and none may be left out
public final class VisitorHook implements Hook {
  private static final long VISIT_NANOS = 20_000;

  private final String version;
  private volatile boolean ended;

  /** Knows the version of its bundle. */
  @Activate
  public VisitorHook(BundleContext context) {
    version = context.getBundle().getVersion().toString();
  }

  @Override
  public HookResult execute(HookContext context) {
    Map<String, Object> result = new LinkedHashMap<>(context.data());
    result.put("visit_begun", version);
    boolean late = ended;
    LockSupport.parkNanos(VISIT_NANOS);
    result.put("visit_ended", version);
    if (late || ended) {
      result.put("visit_after_the_end", version);
    }
    return new HookResult.Modified(result);
  }

  @Deactivate
  void end() {
    ended = true;
  }
}
