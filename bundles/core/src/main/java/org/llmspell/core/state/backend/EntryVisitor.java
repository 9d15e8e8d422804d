package org.llmspell.core.state.backend;

import org.osgi.annotation.versioning.ConsumerType;

/** Sees the entries of a scan, one after the other. */
@FunctionalInterface
@ConsumerType
public interface EntryVisitor {

  /**
   * One entry; the visitor may keep both arrays but not change them.
   *
   * @return whether to go on
   */
  boolean visit(byte[] key, byte[] value);
}
