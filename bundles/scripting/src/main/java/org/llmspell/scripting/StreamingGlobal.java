package org.llmspell.scripting;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.script.ScriptCallback.ScriptGenerator;
import org.llmspell.core.script.ScriptFunction;
import org.llmspell.core.script.ScriptGlobal;
import org.llmspell.core.script.ScriptObject;
import org.llmspell.core.script.ScriptSession;
import org.osgi.service.component.annotations.Component;

/**
 * The global {@code Streaming}: {@code create(fn)} makes a stream of what a function yields, and
 * {@code yield(value)} yields from inside it.
 */
@Component
public final class StreamingGlobal implements ScriptGlobal {

  @Override
  public List<String> names() {
    return List.of("Streaming");
  }

  @Override
  public Object open(ScriptSession session) {
    ScriptFunction create = args -> new Stream(args.callback(0, "function").generator());
    ScriptFunction yield = args -> session.yieldValue(args.get(0));
    return (ScriptObject) () -> Map.of("create", create, "yield", yield);
  }

  /** A stream in the hands of a script. */
  private record Stream(ScriptGenerator generator) implements ScriptObject {

    @Override
    public Map<String, Object> members() {
      ScriptFunction next = _ -> next();
      ScriptFunction isDone = _ -> generator.isDone();
      ScriptFunction collect = _ -> collect();
      return Map.of("next", next, "isDone", isDone, "collect", collect);
    }

    @Override
    public @Nullable Object find(String name) {
      return name.equals("_done") ? generator.isDone() : null;
    }

    private @Nullable Object next() {
      List<@Nullable Object> values = generator.next();
      return values == null || values.isEmpty() ? null : values.getFirst();
    }

    private List<Object> collect() {
      List<Object> values = new ArrayList<>();
      while (!generator.isDone()) {
        Object value = next();
        if (value != null) {
          values.add(value);
        }
      }
      return values;
    }
  }
}
