package org.llmspell.core.context;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Values that contexts share, in one region per scope. A parent and all its children have the same
 * object. Safe to share between threads.
 */
public final class SharedMemory {
  private final Map<ContextScope, Map<String, Object>> regions = new ConcurrentHashMap<>();

  /** The value of a key in the region of a scope. */
  public Optional<Object> get(ContextScope scope, String key) {
    return Optional.ofNullable(regions.getOrDefault(scope, Map.of()).get(key));
  }

  /** Sets a plain value. */
  public void set(ContextScope scope, String key, Object value) {
    regions.computeIfAbsent(scope, _ -> new ConcurrentHashMap<>()).put(key, value);
  }

  /** Removes a key and gives what it held. */
  public Optional<Object> remove(ContextScope scope, String key) {
    Map<String, Object> region = regions.get(scope);
    return region == null ? Optional.empty() : Optional.ofNullable(region.remove(key));
  }

  /** Removes the whole region of a scope. */
  public void clear(ContextScope scope) {
    regions.remove(scope);
  }

  /** The keys of a region, at this moment. */
  public Set<String> keys(ContextScope scope) {
    return Set.copyOf(regions.getOrDefault(scope, Map.of()).keySet());
  }
}
