package org.llmspell.hooks;

import java.time.Duration;
import java.util.UUID;
import org.llmspell.core.hook.Hook;
import org.llmspell.core.hook.HookMetadata;
import org.llmspell.core.hook.HookPoint;
import org.llmspell.core.hook.HookRegistry.HookInfo;
import org.llmspell.core.hook.HookResult;

/** A hook at a point. */
final class HookEntry {
  private final HookPoint point;
  private final HookMetadata metadata;
  private final HookSource source;
  private final boolean service;
  private final HookState state;
  private volatile long limitNanos;
  private final String id = UUID.randomUUID().toString();
  private final HookResult leftOut;
  private volatile boolean gone;

  /** Gives the hook, which is loaded when it is first run. */
  interface HookSource {
    Hook get();
  }

  HookEntry(
      HookPoint point,
      HookMetadata metadata,
      HookSource source,
      boolean service,
      HookState state,
      Duration timeout) {
    this.point = point;
    this.metadata = metadata;
    this.source = source;
    this.service = service;
    this.state = state;
    this.leftOut = new HookResult.Skipped("Circuit breaker open for hook: " + metadata.name());
    this.limitNanos = metadata.limits().timeout().orElse(timeout).toNanos();
  }

  String id() {
    return id;
  }

  String name() {
    return metadata.name();
  }

  HookPoint point() {
    return point;
  }

  HookMetadata metadata() {
    return metadata;
  }

  HookState state() {
    return state;
  }

  Hook hook() {
    return source.get();
  }

  boolean isService() {
    return service;
  }

  /** The result while its circuit breaker is open. */
  HookResult leftOut() {
    return leftOut;
  }

  /** How long a run may take. */
  long limitNanos() {
    return limitNanos;
  }

  /** Another limit, for a hook that says nothing of it. */
  void timeout(Duration timeout) {
    limitNanos = metadata.limits().timeout().orElse(timeout).toNanos();
  }

  /** Whether it was taken away, so that not even a firing that has begun runs it. */
  boolean isGone() {
    return gone;
  }

  void goes() {
    gone = true;
  }

  HookInfo info(boolean enabled) {
    return new HookInfo(point, metadata, enabled);
  }
}
