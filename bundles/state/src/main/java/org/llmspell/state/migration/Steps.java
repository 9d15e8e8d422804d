package org.llmspell.state.migration;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.state.migration.FieldTransform;
import org.llmspell.core.state.migration.MigrationPlan;
import org.llmspell.core.state.migration.MigrationStep;

/** The steps of a plan, ready to be applied to many values. For one thread. */
final class Steps {
  private final List<Operation[]> steps = new ArrayList<>();

  /**
   * Makes the steps ready.
   *
   * @throws org.llmspell.core.error.SpellException of kind Validation when a function that they
   *     name does not exist
   */
  Steps(MigrationPlan plan, Functions functions) {
    for (MigrationStep step : plan.steps()) {
      List<Operation> operations = new ArrayList<>();
      for (FieldTransform transform : step.transforms()) {
        operations.add(Operation.of(transform, functions));
      }
      steps.add(operations.toArray(new Operation[0]));
    }
  }

  /** The value after all steps; the one given is not changed. */
  Map<String, @Nullable Object> apply(Map<String, @Nullable Object> value) {
    Map<String, @Nullable Object> original = value;
    for (Operation[] step : steps) {
      Map<String, @Nullable Object> copy = new LinkedHashMap<>(original);
      for (Operation operation : step) {
        operation.clear(copy);
      }
      for (Operation operation : step) {
        operation.write(original, copy);
      }
      original = copy;
    }
    return original;
  }
}
