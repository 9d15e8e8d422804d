package org.llmspell.scripting;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.script.ScriptArguments;
import org.llmspell.core.script.ScriptFunction;
import org.llmspell.core.script.ScriptGlobal;
import org.llmspell.core.script.ScriptObject;
import org.llmspell.core.script.ScriptSession;
import org.osgi.service.component.annotations.Component;

/** The global {@code JSON}: {@code parse(text)} and {@code stringify(value, pretty?)}. */
@Component
public final class JsonGlobal implements ScriptGlobal {

  @Override
  public List<String> names() {
    return List.of("JSON");
  }

  @Override
  public Object open(ScriptSession session) {
    var json = new LazyJson();
    ScriptFunction parse = args -> json.get().parse(args.text(0, "text"));
    ScriptFunction stringify = args -> stringify(json, args);
    return (ScriptObject)
        () -> Map.of("parse", parse, "decode", parse, "stringify", stringify, "encode", stringify);
  }

  private static String stringify(LazyJson json, ScriptArguments args) {
    Plain.flaw(args.get(0))
        .ifPresent(flaw -> {
          throw SpellException.validation(
              "value", "JSON stringify error: %s can not be written as JSON".formatted(flaw));
        });
    return json.get().write(args.get(0), args.truthy(1));
  }

  /** Made when a script uses it: most of the cost of this global is loading the library. */
  private static final class LazyJson {
    private @Nullable PlainJson json;

    PlainJson get() {
      PlainJson known = json;
      if (known == null) {
        known = new PlainJson();
        json = known;
      }
      return known;
    }
  }
}
