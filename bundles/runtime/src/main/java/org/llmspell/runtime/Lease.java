package org.llmspell.runtime;

import org.jspecify.annotations.Nullable;

/**
 * What one call holds while it is on its way through the pipeline: the entry that it resolved, and
 * the call from inside which it was made.
 *
 * @param entry the entry, entered
 * @param parent the lease of the outer call on the same thread
 * @param depth 1 for a call that was not made from inside another one
 */
record Lease(ToolEntry entry, @Nullable Lease parent, int depth) {

  static Lease of(ToolEntry entry, @Nullable Lease parent) {
    return new Lease(entry, parent, depthOf(parent) + 1);
  }

  static int depthOf(@Nullable Lease lease) {
    return lease == null ? 0 : lease.depth;
  }

  /** How many leases of the chain are on the entry. */
  static int count(@Nullable Lease chain, ToolEntry entry) {
    int count = 0;
    for (Lease lease = chain; lease != null; lease = lease.parent) {
      count += lease.entry == entry ? 1 : 0;
    }
    return count;
  }

  /** Whether this call, or one that it was made from, is inside the entry. */
  boolean isInside(ToolEntry other) {
    return count(this, other) > 0;
  }

  /** Whether this call, or one that it was made from, is inside a tool of the bundle. */
  boolean isInside(long bundleId) {
    for (Lease lease = this; lease != null; lease = lease.parent) {
      if (lease.entry.bundleId() == bundleId) {
        return true;
      }
    }
    return false;
  }
}
