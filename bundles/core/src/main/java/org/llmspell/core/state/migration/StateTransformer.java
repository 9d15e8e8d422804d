package org.llmspell.core.state.migration;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A function that {@link FieldTransform.Custom} names; a service with the property {@link #NAME}.
 * It is given the same values again when a migration is tried first or repeated after a crash, so
 * it must not depend on anything else. Called by one thread at a time.
 */
@ConsumerType
@FunctionalInterface
public interface StateTransformer {

  /** The service property with its name. */
  String NAME = "llmspell.state.transformer";

  /**
   * Computes fields.
   *
   * @param values the fields that the transform reads, by their names, plain values; absent ones
   *     are missing; not to be changed
   * @param config the configuration of the transform
   * @return the fields to write, by their names; those that are missing are not written
   * @throws Exception when it can not: the migration fails with its message
   */
  Map<String, ? extends @Nullable Object> transform(
      Map<String, @Nullable Object> values, Map<String, @Nullable Object> config) throws Exception;
}
