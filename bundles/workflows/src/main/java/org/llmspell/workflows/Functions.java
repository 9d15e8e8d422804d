package org.llmspell.workflows;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.workflow.StepFunction;
import org.osgi.framework.Constants;

/** The functions that bundles offer. Of those with one name the first in rank is called. */
final class Functions {
  private final List<Offered> all = new CopyOnWriteArrayList<>();

  private record Offered(String name, long ranking, long id, StepFunction function) {}

  void add(StepFunction function, Map<String, Object> properties) {
    if (properties.get(StepFunction.NAME) instanceof String name) {
      all.add(
          new Offered(
              name,
              number(properties.get(Constants.SERVICE_RANKING)),
              number(properties.get(Constants.SERVICE_ID)),
              function));
    }
  }

  private static long number(@Nullable Object value) {
    return value instanceof Number number ? number.longValue() : 0;
  }

  void remove(StepFunction function) {
    all.removeIf(one -> one.function() == function);
  }

  Optional<StepFunction> find(String name) {
    return all.stream()
        .filter(one -> one.name().equals(name))
        .max(
            Comparator.comparingLong(Offered::ranking)
                .thenComparing(Comparator.comparingLong(Offered::id).reversed()))
        .map(Offered::function);
  }

  List<String> names() {
    return all.stream().map(Offered::name).distinct().sorted().toList();
  }
}
