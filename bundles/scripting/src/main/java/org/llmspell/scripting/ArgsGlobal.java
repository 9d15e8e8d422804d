package org.llmspell.scripting;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.llmspell.core.script.ScriptGlobal;
import org.llmspell.core.script.ScriptSession;
import org.llmspell.core.script.ScriptTable;
import org.osgi.service.component.annotations.Component;

/**
 * The globals {@code Args} and {@code ARGS}: the script's arguments. {@code [0]} is the script,
 * {@code [1]} to {@code [n]} are the words, {@code .key} is what was given as {@code --key value}
 * ({@code "true"} when no value follows).
 */
@Component
public final class ArgsGlobal implements ScriptGlobal {

  @Override
  public List<String> names() {
    return List.of("Args", "ARGS");
  }

  @Override
  public Object open(ScriptSession session) {
    return new ScriptTable(parse(session, true));
  }

  /** The arguments as entries of a table. */
  static Map<Object, Object> parse(ScriptSession session, boolean named) {
    Map<Object, Object> entries = new HashMap<>();
    session.file().ifPresent(file -> entries.put(0L, file.toString()));
    List<String> words = session.arguments();
    long position = 0;
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (!word.startsWith("--") || word.length() == 2) {
        entries.put(++position, word);
        continue;
      }
      boolean hasValue = i + 1 < words.size() && !words.get(i + 1).startsWith("--");
      String value = hasValue ? words.get(++i) : "true";
      if (named) {
        entries.put(word.substring(2), value);
      }
    }
    return entries;
  }
}
