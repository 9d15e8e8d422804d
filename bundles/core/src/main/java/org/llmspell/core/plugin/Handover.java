package org.llmspell.core.plugin;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A service by which a plugin hands its state to the version that replaces it. At the switch the
 * old version's snapshot is given to the new version, before that one takes its first call.
 */
@ConsumerType
public interface Handover {

  /** The state of this version, plain values. */
  Map<String, @Nullable Object> snapshot();

  /** Takes over the state of another version, which may be older or, in a rollback, newer. */
  void restore(Map<String, @Nullable Object> snapshot);
}
