package org.llmspell.core.state;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who may do what in which scope. What is granted in a scope holds in all whose parent it is. The
 * store does not ask it; whoever acts for agents, tools or hooks does. Safe to share between
 * threads.
 */
public final class StatePermissions {
  private final Map<Holder, Set<Permission>> granted = new ConcurrentHashMap<>();

  /** What can be granted. */
  public enum Permission {
    READ,
    WRITE,
    DELETE,
    LIST
  }

  private record Holder(StateScope scope, String agentId) {}

  /** Grants more permissions to an agent. */
  public void grant(StateScope scope, String agentId, Set<Permission> permissions) {
    granted.merge(
        new Holder(scope, agentId),
        Set.copyOf(permissions),
        (before, more) -> {
          Set<Permission> all = EnumSet.noneOf(Permission.class);
          all.addAll(before);
          all.addAll(more);
          return all;
        });
  }

  /** Whether an agent has a permission in a scope or in one of its parents. */
  public boolean has(StateScope scope, String agentId, Permission permission) {
    return granted.getOrDefault(new Holder(scope, agentId), Set.of()).contains(permission)
        || scope.parent().filter(parent -> has(parent, agentId, permission)).isPresent();
  }

  /** Takes back all that an agent was granted in a scope itself. */
  public void revoke(StateScope scope, String agentId) {
    granted.remove(new Holder(scope, agentId));
  }
}
