package org.llmspell.tools.utility;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.NullUnmarked;
import org.llmspell.core.ToolOutput;
import org.llmspell.core.config.Settings;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.security.guard.FileGuard;
import org.llmspell.core.tool.Tool;
import org.llmspell.security.Guards;
import org.llmspell.security.policy.PolicyService;

/** Calls a tool the way the pipeline does: by name and value, checked against the schema. */
@NullUnmarked // tests dereference what they expect to be there
final class Calls {
  private Calls() {}

  /** The guard of files with the usual settings: the temporary folder is allowed. */
  static FileGuard files() {
    var policies = new PolicyService(Path.of(""), Map.of(), Optional.empty(), Settings.NONE);
    return Guards.unlogged(policies).files();
  }

  static ToolOutput call(Tool tool, Object... namesAndValues) {
    Map<String, Object> parameters = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      parameters.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return tool.call(parameters, ExecutionContext.create());
  }

  /** The envelope of a call. */
  @SuppressWarnings("unchecked")
  static Map<String, Object> envelope(Tool tool, Object... namesAndValues) {
    return (Map<String, Object>) call(tool, namesAndValues).data();
  }

  /** What stands under {@code result} in the envelope. */
  @SuppressWarnings("unchecked")
  static Map<String, Object> result(Tool tool, Object... namesAndValues) {
    return (Map<String, Object>) envelope(tool, namesAndValues).get("result");
  }

  /** The text of the error that a call ends with. */
  static String error(Tool tool, Object... namesAndValues) {
    try {
      ToolOutput output = call(tool, namesAndValues);
      throw new AssertionError("expected an error but got " + output.text());
    } catch (SpellException e) {
      return e.text();
    }
  }

  /** A generator whose seed is printed, so that a failure can be repeated. */
  static Random random(String test) {
    long seed = Long.getLong("test.seed", System.nanoTime());
    System.out.println(test + ": -Dtest.seed=" + seed);
    return new Random(seed);
  }

  /** Text of up to the given length out of the alphabet. */
  static String text(Random random, String alphabet, int maxLength) {
    int[] letters = alphabet.codePoints().toArray();
    var text = new StringBuilder();
    for (int i = random.nextInt(maxLength + 1); i > 0; i--) {
      text.appendCodePoint(letters[random.nextInt(letters.length)]);
    }
    return text.toString();
  }
}
