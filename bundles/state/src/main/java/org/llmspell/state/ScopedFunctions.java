package org.llmspell.state;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.script.ScriptArguments;
import org.llmspell.core.script.ScriptFunction;
import org.llmspell.core.script.ScriptSession;
import org.llmspell.core.state.ScopeType;
import org.llmspell.core.state.SetOptions;
import org.llmspell.core.state.StateScope;
import org.llmspell.core.state.StateStore;

/**
 * The functions of {@code State} that take a scope, which may be left out everywhere: then it is
 * the global one.
 */
final class ScopedFunctions {
  private final StateStore store;
  private final ScriptSession session;

  ScopedFunctions(StateStore store, ScriptSession session) {
    this.store = store;
    this.session = session;
  }

  /** Arguments with the scope in front, given or not. */
  private record Scoped(StateScope scope, List<@Nullable Object> rest) {
    String key() {
      return text(rest.getFirst(), "key");
    }
  }

  Map<String, ScriptFunction> functions() {
    Map<String, ScriptFunction> functions = new LinkedHashMap<>();
    functions.put("save", a -> set("State.save()", a));
    functions.put("set", a -> set("State.set()", a));
    functions.put("load", a -> get("State.load()", a));
    functions.put("get", a -> get("State.get()", a));
    functions.put("delete", this::delete);
    functions.put("exists", this::exists);
    for (String name : List.of("list", "list_keys", "keys")) {
      functions.put(name, this::list);
    }
    functions.put("all", this::all);
    functions.put("clear", this::clear);
    functions.put("get_inherited", this::inherited);
    functions.put("increment", this::increment);
    functions.put("set_if_not_exists", this::setIfAbsent);
    functions.put("compare_and_swap", this::compareAndSet);
    functions.put("set_with_ttl", this::setWithTtl);
    functions.put("copy_scope", a -> transfer("copy", a));
    functions.put("move_scope", a -> transfer("move", a));
    functions.put("sync", this::sync);
    return functions;
  }

  /** {@code State.scope.Global} and its like. */
  static Map<String, @Nullable Object> scopes() {
    Map<String, @Nullable Object> names = new LinkedHashMap<>();
    for (ScopeType type : ScopeType.values()) {
      String text = type.text();
      names.put(Character.toUpperCase(text.charAt(0)) + text.substring(1), text);
    }
    return names;
  }

  private <T extends @Nullable Object> T run(String operation, Callable<T> work) {
    return ScriptWork.run(session, operation, work);
  }

  /** The arguments, of which there are as many as expected, or one more: the scope. */
  private static Scoped scoped(
      String function, ScriptArguments arguments, int without, String what) {
    if (arguments.size() != without && arguments.size() != without + 1) {
      throw SpellException.validation(
          "arguments",
          "%s expects %d or %d arguments: (%s) or (scope, %s)"
              .formatted(function, without, without + 1, what, what));
    }
    List<@Nullable Object> values = new ArrayList<>(arguments.values());
    return arguments.size() == without
        ? new Scoped(StateScope.GLOBAL, values)
        : new Scoped(scope(values.getFirst()), values.subList(1, values.size()));
  }

  static StateScope scope(@Nullable Object value) {
    return value == null ? StateScope.GLOBAL : StateScope.parse(text(value, "scope"));
  }

  private static String text(@Nullable Object value, String name) {
    return switch (value) {
      case String text -> text;
      case Long number -> number.toString();
      case null, default ->
          throw SpellException.validation(
              name, "The %s must be a string, not %s".formatted(name, describe(value)));
    };
  }

  private static String describe(@Nullable Object value) {
    return switch (value) {
      case null -> "nil";
      case Number number -> "the number " + number;
      case Boolean flag -> flag.toString();
      case Map<?, ?> _, List<?> _ -> "a table";
      default -> "a function or an object";
    };
  }

  private @Nullable Object set(String function, ScriptArguments arguments) {
    return run(
        "save",
        () -> {
          Scoped scoped = scoped(function, arguments, 2, "key, value");
          store.set(scoped.scope, scoped.key(), scoped.rest.get(1));
          return null;
        });
  }

  private @Nullable Object get(String function, ScriptArguments arguments) {
    return run(
        "load",
        () -> {
          Scoped scoped = scoped(function, arguments, 1, "key");
          return store.get(scoped.scope, scoped.key()).orElse(null);
        });
  }

  private @Nullable Object inherited(ScriptArguments arguments) {
    return run(
        "load",
        () -> {
          Scoped scoped = scoped("State.get_inherited()", arguments, 1, "key");
          return store.getInherited(scoped.scope, scoped.key()).orElse(null);
        });
  }

  private @Nullable Object delete(ScriptArguments arguments) {
    return run(
        "delete",
        () -> {
          Scoped scoped = scoped("State.delete()", arguments, 1, "key");
          store.delete(scoped.scope, scoped.key());
          return null;
        });
  }

  private Object exists(ScriptArguments arguments) {
    return run(
        "load",
        () -> {
          Scoped scoped = scoped("State.exists()", arguments, 1, "key");
          return store.exists(scoped.scope, scoped.key());
        });
  }

  private Object list(ScriptArguments arguments) {
    return run(
        "list",
        () -> store.keys(scope(arguments.get(0)), arguments.optionalText(1, "prefix").orElse("")));
  }

  private Object all(ScriptArguments arguments) {
    return run("load", () -> store.all(scope(arguments.get(0))));
  }

  private Object clear(ScriptArguments arguments) {
    return run("clear", () -> store.clear(scope(arguments.get(0))));
  }

  private Object increment(ScriptArguments arguments) {
    return run(
        "save",
        () -> {
          // (key), (key, delta), (scope, key), (scope, key, delta)
          boolean scopeGiven =
              arguments.size() > 2 || (arguments.size() == 2 && arguments.get(1) instanceof String);
          StateScope scope = scopeGiven ? scope(arguments.get(0)) : StateScope.GLOBAL;
          int at = scopeGiven ? 1 : 0;
          String key = text(arguments.get(at), "key");
          Object delta = arguments.get(at + 1);
          if (delta != null && !(delta instanceof Long)) {
            throw SpellException.validation(
                "delta", "The delta must be a whole number, not " + describe(delta));
          }
          return store.increment(scope, key, delta == null ? 1 : (Long) delta);
        });
  }

  private Object setIfAbsent(ScriptArguments arguments) {
    return run(
        "save",
        () -> {
          Scoped scoped = scoped("State.set_if_not_exists()", arguments, 2, "key, value");
          return store.setIfAbsent(
              scoped.scope, scoped.key(), scoped.rest.get(1), SetOptions.DEFAULT);
        });
  }

  private Object compareAndSet(ScriptArguments arguments) {
    return run(
        "save",
        () -> {
          Scoped scoped =
              scoped("State.compare_and_swap()", arguments, 3, "key, expected, new_value");
          return store.compareAndSet(
              scoped.scope, scoped.key(), scoped.rest.get(1), scoped.rest.get(2));
        });
  }

  private @Nullable Object setWithTtl(ScriptArguments arguments) {
    return run(
        "save",
        () -> {
          Scoped scoped = scoped("State.set_with_ttl()", arguments, 3, "key, value, ttl_ms");
          if (!(scoped.rest.get(2) instanceof Number millis)) {
            throw SpellException.validation(
                "ttl_ms",
                "The time to live must be a number of milliseconds, not "
                    + describe(scoped.rest.get(2)));
          }
          if (millis.longValue() < 1) {
            throw SpellException.validation(
                "ttl_ms",
                "The time to live is %s milliseconds but must be 1 or more".formatted(millis));
          }
          store.set(
              scoped.scope,
              scoped.key(),
              scoped.rest.get(1),
              SetOptions.DEFAULT.withTtl(Duration.ofMillis(millis.longValue())));
          return null;
        });
  }

  private Object transfer(String operation, ScriptArguments arguments) {
    return run(
        operation,
        () -> {
          StateScope from = StateScope.parse(arguments.text(0, "from"));
          StateScope to = StateScope.parse(arguments.text(1, "to"));
          return operation.equals("copy") ? store.copy(from, to) : store.move(from, to);
        });
  }

  private @Nullable Object sync(ScriptArguments arguments) {
    return run(
        "sync",
        () -> {
          store.sync();
          return null;
        });
  }
}
